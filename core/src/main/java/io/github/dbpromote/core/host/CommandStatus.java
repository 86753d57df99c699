package io.github.dbpromote.core.host;

import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Problems;
import java.util.Optional;
import java.util.Set;

/**
 * What Systems Manager says of a command: a hint that makes failures quicker to see, never the truth about a
 * deployment.
 *
 * @param status one of Pending, InProgress, Delayed, Success, Cancelled, Failed, TimedOut, Cancelling; or
 *     Unknown, of ours
 * @param details more exact, as Systems Manager words it
 * @param stdout at most 24,000 characters
 * @param stderr at most 8,000 characters
 * @param exitCode the script's; -1 if the host did not start it, by the service's model
 */
public record CommandStatus(String status, String details, String stdout, String stderr, int exitCode) {
    static final int NOT_STARTED = -1;

    // What POSIX has a shell end with that finds no such command, or one that is not executable.
    private static final int NOT_FOUND = 127;
    private static final int NOT_EXECUTABLE = 126;

    /** As their details are worded, but for the spaces, which stand in some answers and not in others. */
    private static final Set<String> NOT_DELIVERED = Set.of("Undeliverable", "DeliveryTimedOut");

    private static final Set<String> ENDED = Set.of("Success", "Cancelled", "Failed", "TimedOut");

    private static final Set<String> GOING_ON = Set.of("Pending", "InProgress", "Delayed", "Cancelling");

    /** Before Systems Manager knows the invocation, or while it answers nothing useful. */
    static final CommandStatus UNKNOWN = new CommandStatus("Unknown", "Unknown", "", "", NOT_STARTED);

    /** Whether Systems Manager considers it over. */
    public boolean ended() {
        return isEnd(status);
    }

    /** Whether a command of that status is over, of one host or of all of them. */
    static boolean isEnd(String status) {
        return ENDED.contains(status);
    }

    /**
     * Whether an event of that status is worth asking Systems Manager about the command. Events may word an end as details do,
     * or in a way that nobody knows yet; what goes on has few names.
     */
    public static boolean mayBeEnd(String status) {
        return !GOING_ON.contains(status);
    }

    /**
     * What kept the host from starting the program, where the status tells; the program's own words say everything else.
     *
     * @param environment as messages name it
     */
    public Optional<Problem> obstacle(String environment, Host host) {
        if (exitCode == NOT_FOUND) {
            return Optional.of(Problems.noProgram(environment, host.instanceId()));
        }
        if (exitCode == NOT_EXECUTABLE) {
            return Optional.of(Problems.programNotExecutable(environment, host.instanceId()));
        }
        return NOT_DELIVERED.contains(details.replace(" ", ""))
                ? Optional.of(Problems.notDelivered(environment, host.instanceId()))
                : Optional.empty();
    }

    /** Whether Systems Manager said nothing at all about it. */
    public boolean isUnknown() {
        return equals(UNKNOWN);
    }

    /** The status with the host's last words, if it said any. */
    public String text() {
        String words = stderr.strip().isEmpty() ? stdout.strip() : stderr.strip();
        String shown = details.isEmpty() ? status : details;
        return words.isEmpty() ? shown : shown + ": " + words;
    }
}
