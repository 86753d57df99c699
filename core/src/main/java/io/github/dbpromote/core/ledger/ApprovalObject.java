package io.github.dbpromote.core.ledger;

import io.github.dbpromote.core.gate.UserId;
import io.github.dbpromote.core.model.DatabaseName;
import io.github.dbpromote.core.model.Digest;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.model.JsonDraft;
import io.github.dbpromote.core.model.JsonObject;
import io.github.dbpromote.core.problem.Refusal;
import java.util.Optional;

/**
 * What stands in one approval. It repeats everything that its key and its bucket say, so that a copy elsewhere shows.
 *
 * @param id random
 * @param name what people call the one who approved: an ARN
 */
record ApprovalObject(
        String id,
        DatabaseName database,
        EnvironmentName environment,
        Digest bundle,
        UserId userId,
        String name,
        Optional<String> reason) {

    private static final int FORMAT = 1;

    /** @throws Refusal if the object is malformed or of a newer format */
    static ApprovalObject parse(byte[] bytes, String where) {
        JsonObject json = JsonObject.parse(bytes, where, FORMAT);
        return new ApprovalObject(
                json.text("id"),
                json.value("database", DatabaseName::new),
                json.value("environment", EnvironmentName::new),
                json.value("bundle", Digest::new),
                json.value("userId", UserId::new),
                json.text("name"),
                json.optionalText("reason"));
    }

    byte[] toJson() {
        JsonDraft json = JsonDraft.empty()
                .put("format", FORMAT)
                .put("id", id)
                .put("database", database.value())
                .put("environment", environment.value())
                .put("bundle", bundle.value())
                .put("userId", userId.value())
                .put("name", name);
        reason.ifPresent(text -> json.put("reason", text));
        return json.bytes();
    }

    /** Whether it says the same, whoever they are called and whatever their reason. */
    boolean isFor(String id, DatabaseName database, EnvironmentName environment, Digest bundle, String userId) {
        return this.id.equals(id)
                && this.database.equals(database)
                && this.environment.equals(environment)
                && this.bundle.equals(bundle)
                && this.userId.value().equals(userId);
    }
}
