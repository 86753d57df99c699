package io.github.dbpromote.plugin.sandbox;

import io.github.dbpromote.core.problem.Outage;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.core.progress.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where a sandbox keeps everything. The names in it are agreed with the sandbox. */
record StateDirectory(Path root) {
    /** Held by a launcher while it decides; also the sign that a directory is one of these. */
    private static final String LAUNCH_LOCK = "launch.lock";

    /** Held by the sandbox as long as it runs, however it ends. */
    private static final String LOCK = "lock";

    /** What a sandbox that was started by hand leaves behind, without any launcher. */
    private static final Set<String> MADE_BY_THE_SANDBOX = Set.of(LOCK, "s3");

    private static final Duration KILL_LIMIT = Duration.ofSeconds(10);
    private static final int TAIL_LINES = 30;
    private static final int TAIL_LINE_LENGTH = 500;

    StateDirectory {
        root = root.toAbsolutePath().normalize();
    }

    Path endpoint() {
        return root.resolve("endpoint.json");
    }

    Path log() {
        return root.resolve("sandbox.log");
    }

    Path functionLog(String function) {
        return root.resolve("lambda").resolve(function + ".log");
    }

    LaunchLock launchLock() {
        return new LaunchLock(root.resolve(LAUNCH_LOCK));
    }

    /**
     * Makes it, unless it is there.
     *
     * @throws Refusal if there is something else than a sandbox's files in it
     */
    void create() throws IOException {
        if (!isOurs()) {
            throw new Refusal(SandboxProblems.foreignDirectory(root));
        }
        if (Files.notExists(root)) {
            Files.createDirectories(root, closedToOthers());
        }
    }

    /** Others may pass through it, though: PostgreSQL runs as somebody else where the sandbox runs as root. */
    private FileAttribute<?>[] closedToOthers() {
        return root.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x"))
                }
                : new FileAttribute<?>[0];
    }

    private boolean isOurs() throws IOException {
        if (Files.notExists(root)) {
            return true;
        }
        Set<String> names =
                entries().stream().map(entry -> entry.getFileName().toString()).collect(Collectors.toSet());
        return names.isEmpty() || names.contains(LAUNCH_LOCK) || names.containsAll(MADE_BY_THE_SANDBOX);
    }

    /**
     * Whether a sandbox runs on it. The operating system takes the lock from a process that is gone, so that neither a
     * PID that was given to another process nor an unburied one deceives.
     */
    boolean isInUse() {
        Path lock = root.resolve(LOCK);
        if (Files.notExists(lock)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
                FileLock free = channel.tryLock()) {
            return free == null;
        } catch (OverlappingFileLockException e) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the sandbox that runs on it, or once ran and was killed, wrote about itself. */
    Optional<Endpoint> announced() {
        try {
            return Endpoint.read(endpoint());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isFreeWithin(Duration limit) {
        return new Waiting(InstantSource.system(), Waiting.Sleeper.real(), Duration.ofMillis(100), limit)
                .until(passed -> isInUse() ? Optional.empty() : Optional.of(true))
                .isPresent();
    }

    /**
     * Ends the sandbox by force.
     *
     * @throws Outage if it holds the directory nevertheless, or nobody knows its process
     */
    void evict() {
        announced().flatMap(Endpoint::process).ifPresent(ProcessHandle::destroyForcibly);
        if (!isFreeWithin(KILL_LIMIT)) {
            throw new Outage(SandboxProblems.notStopped(root, KILL_LIMIT), null);
        }
    }

    /** Deletes all but the lock that the launcher holds, and that others may wait for. */
    void empty() throws IOException {
        for (Path entry : entries()) {
            if (!entry.getFileName().toString().equals(LAUNCH_LOCK)) {
                deleteTree(entry);
            }
        }
    }

    /** Takes copies, so that a later build may replace the originals while the sandbox runs. */
    Copies keep(SandboxFiles files) throws IOException {
        Path unfinished = Files.createDirectories(libraries().resolve("unfinished-" + UUID.randomUUID()));
        // The originals may have been replaced since somebody looked; what was copied counts.
        String fingerprint = files.copyTo(unfinished).fingerprint();
        Path kept = libraries().resolve(fingerprint);
        if (Files.exists(kept)) {
            deleteTree(unfinished);
        } else {
            Files.move(unfinished, kept, StandardCopyOption.ATOMIC_MOVE);
        }
        return new Copies(files.below(kept), fingerprint);
    }

    record Copies(SandboxFiles files, String fingerprint) {}

    /** Deletes copies that no sandbox uses any more. */
    void forgetAllBut(String fingerprint) throws IOException {
        for (Path copies : entries(libraries())) {
            if (!copies.getFileName().toString().equals(fingerprint)) {
                deleteTree(copies);
            }
        }
    }

    /** Forgets the sandbox before; its log remains, as it may say why it ended. */
    void prepareStart() throws IOException {
        Files.deleteIfExists(endpoint());
        if (Files.exists(log())) {
            Files.move(log(), root.resolve("sandbox.previous.log"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    String endOfLog() {
        try {
            List<String> lines = new String(Files.readAllBytes(log()), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.length() <= TAIL_LINE_LENGTH ? line : line.substring(0, TAIL_LINE_LENGTH) + "…")
                    .toList();
            return lines.isEmpty()
                    ? "(it is empty)"
                    : String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return "(it cannot be read: " + e + ")";
        }
    }

    private Path libraries() {
        return root.resolve("lib");
    }

    private List<Path> entries() throws IOException {
        return entries(root);
    }

    private static List<Path> entries(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        }
    }

    /** Does not follow symbolic links. */
    private static void deleteTree(Path path) throws IOException {
        try (Stream<Path> tree = Files.walk(path)) {
            for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
