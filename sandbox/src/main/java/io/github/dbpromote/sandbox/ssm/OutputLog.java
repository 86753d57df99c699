package io.github.dbpromote.sandbox.ssm;

/** Where the agent puts what a step prints while it runs, if SendCommand asks for CloudWatch Logs. */
@FunctionalInterface
public interface OutputLog {
    /**
     * Adds an event of one line or several; what it throws, if anything, fails no command.
     *
     * @param group made if it is missing
     * @param stream made if it is missing
     */
    void put(String group, String stream, String message);
}
