package io.github.dbpromote.core.host;

import java.util.Set;

/**
 * What Systems Manager says of a command: a hint that makes failures quicker to see, never the truth about a
 * deployment.
 *
 * @param status one of Pending, InProgress, Delayed, Success, Cancelled, Failed, TimedOut, Cancelling
 * @param details more exact, as Systems Manager words it
 * @param stdout at most 24,000 characters
 * @param stderr at most 8,000 characters
 */
public record CommandStatus(String status, String details, String stdout, String stderr) {
    private static final Set<String> ENDED = Set.of("Success", "Cancelled", "Failed", "TimedOut");

    /** Before Systems Manager knows the invocation, or while it answers nothing useful. */
    static final CommandStatus UNKNOWN = new CommandStatus("Pending", "Pending", "", "");

    /** Whether Systems Manager considers it over. */
    public boolean ended() {
        return ENDED.contains(status);
    }

    /** The status with the host's last words, if it said any. */
    public String text() {
        String words = stderr.strip().isEmpty() ? stdout.strip() : stderr.strip();
        String shown = details.isEmpty() ? status : details;
        return words.isEmpty() ? shown : shown + ": " + words;
    }
}
