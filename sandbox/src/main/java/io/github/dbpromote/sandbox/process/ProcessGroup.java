package io.github.dbpromote.sandbox.process;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A process with all its descendants, which are killed together; remembered by number and start time. */
public record ProcessGroup(long pid, Instant startedAt) {
    /** What the system's notion of a process's start time may vary by. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);

    /** The leader of a session is the leader of a process group too. macOS has no such program. */
    private static final boolean HAS_SETSID = runs("setsid", "true");

    /** The group that {@code process} leads, or is to lead. */
    public static ProcessGroup of(Process process) {
        return new ProcessGroup(process.pid(), process.info().startInstant().orElseGet(Instant::now));
    }

    /** The command so that it becomes the leader of a group of its own, where the system can do that. */
    public static List<String> leading(List<String> command) {
        List<String> leading = new ArrayList<>(HAS_SETSID ? List.of("setsid") : List.of());
        leading.addAll(command);
        return leading;
    }

    /** SIGKILL to all that are left; nothing where the number belongs to somebody else by now. */
    public void kill() {
        Optional<ProcessHandle> leader = ProcessHandle.of(pid).filter(this::isSame);
        if (leader.isEmpty()) {
            return;
        }
        leader.get().descendants().forEach(ProcessHandle::destroyForcibly);
        if (HAS_SETSID) {
            runs("sh", "-c", "kill -s KILL -- -" + pid);
        }
        leader.get().destroyForcibly();
    }

    private boolean isSame(ProcessHandle process) {
        return process.info()
                .startInstant()
                .map(start -> Duration.between(start, startedAt).abs().compareTo(CLOCK_TOLERANCE) <= 0)
                .orElse(process.isAlive());
    }

    private static boolean runs(String... command) {
        try {
            Process process = ExecutableFile.start(new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD));
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
