package io.github.dbpromote.flywayhost;

/** Why the host itself ended a run. */
enum Stop {
    /** The execution timeout is near. */
    TIME_IS_UP,
    /** The system wants this program to end. */
    TOLD_TO_END
}
