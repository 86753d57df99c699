package io.github.dbpromote.core.ledger;

/** What the stored objects say they are. */
final class MediaType {
    static final String JSON = "application/json";
    static final String JAR = "application/java-archive";

    private MediaType() {}
}
