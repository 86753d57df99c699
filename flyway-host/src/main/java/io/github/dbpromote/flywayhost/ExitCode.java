package io.github.dbpromote.flywayhost;

/** What the SSM agent sees. 137, 168, 169 and 194 mean something else to it, and are never used. */
enum ExitCode {
    /** The receipt says SUCCEEDED. */
    SUCCEEDED(0),
    /** There is a receipt, and it says something else. */
    NOT_SUCCEEDED(1),
    /** Refused before the claim, or ended without this host before it began: nothing was run. */
    REFUSED(2),
    /** The world broke before a receipt could be stored. */
    NO_RECEIPT(3);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
