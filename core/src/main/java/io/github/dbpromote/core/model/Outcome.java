package io.github.dbpromote.core.model;

/** How a claimed deployment ended, by its receipt. */
public enum Outcome {
    /** Every migration of the bundle is applied, as the schema history says after the run. */
    SUCCEEDED,
    /** It stopped, and what is applied and what is not is known. */
    FAILED,
    /** A migration that runs outside a transaction may be half done: only a person can tell. */
    AMBIGUOUS;

    static Outcome of(String word) {
        for (Outcome outcome : values()) {
            if (outcome.name().equals(word)) {
                return outcome;
            }
        }
        throw new IllegalArgumentException("is none of SUCCEEDED, FAILED, AMBIGUOUS");
    }
}
