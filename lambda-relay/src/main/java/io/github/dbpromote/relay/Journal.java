package io.github.dbpromote.relay;

import io.github.dbpromote.core.model.JsonDraft;
import java.util.function.Consumer;

/** The relay's log: one line of JSON for each decision. */
final class Journal {
    private final Consumer<String> out;
    private final String requestId;

    /**
     * @param out gets whole lines, with their ends
     * @param requestId by which Lambda names the invocation: the same each time that an event is delivered again
     */
    Journal(Consumer<String> out, String requestId) {
        this.out = out;
        this.requestId = requestId;
    }

    void write(Decision decision) {
        JsonDraft json = JsonDraft.empty();
        decision.writeTo(json);
        write(json);
    }

    /** @return the failure, to be thrown */
    RelayFailure failed(RelayFailure failure) {
        write(JsonDraft.empty()
                .put("level", Decision.Level.ERROR.name())
                .put("decision", failure.words())
                .put("detail", failure.getMessage()));
        return failure;
    }

    private void write(JsonDraft json) {
        out.accept(json.put("requestId", requestId).line() + "\n");
    }
}
