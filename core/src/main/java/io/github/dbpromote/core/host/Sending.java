package io.github.dbpromote.core.host;

import io.github.dbpromote.core.problem.Problem;

/** What became of a SendCommand. */
public sealed interface Sending {
    /** Systems Manager has it. */
    record Sent(Command command) implements Sending {}

    /** Systems Manager refused it: nothing was sent. */
    record Refused(Problem problem) implements Sending {}

    /** The answer was lost: it may have been sent. The claim will tell. */
    record Unknown(String reason) implements Sending {}
}
