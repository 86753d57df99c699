package io.github.dbpromote.plugin.sandbox;

import io.github.dbpromote.core.model.JsonObject;
import io.github.dbpromote.core.problem.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A line of the relay's log: what it did about one database in one environment, or why not.
 *
 * @param words {@code promoted}, {@code gate: soak has 12s to go}
 * @param environment empty if it concerns the whole database
 * @param deployment that it was about
 * @param bundle the SHA-256 of the one that it was about
 */
record RelayDecision(
        String words,
        String database,
        Optional<String> environment,
        Optional<String> deployment,
        Optional<String> bundle) {
    private static final String WHERE = "the relay's log";

    /** Empty for what Lambda logs around it, and for what is about no database. */
    static Optional<RelayDecision> parse(String line) {
        try {
            JsonObject json = JsonObject.parse(line.getBytes(StandardCharsets.UTF_8), WHERE);
            return json.optionalText("database")
                    .map(database -> new RelayDecision(
                            json.text("decision"),
                            database,
                            json.optionalText("environment"),
                            json.optionalText("deployment"),
                            json.optionalText("bundle")));
        } catch (Refusal e) {
            return Optional.empty();
        }
    }

    /** It was asked, and everything was as it should be. */
    boolean isIdle() {
        return words.equals("nothing to do");
    }

    /** {@code users in qa}. */
    String place() {
        return database + environment.map(name -> " in " + name).orElse("");
    }

    /** For a person; more of it stands in the log. */
    String line() {
        return place() + ": " + words + deployment.map(id -> ", " + id).orElse("");
    }
}
