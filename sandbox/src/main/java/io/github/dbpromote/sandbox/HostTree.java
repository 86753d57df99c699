package io.github.dbpromote.sandbox;

import io.github.dbpromote.sandbox.http.AtomicFile;
import io.github.dbpromote.sandbox.process.ExecutableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** The files of a Flyway host, as they stand below {@code /} of a real one. */
record HostTree(Path root) {
    /**
     * In place of the state folder, and for this one process, a file system without room for a single file more. It needs
     * neither rights nor cleaning up, but Linux with user namespaces.
     */
    private static final String ON_A_FULL_DISK = "unshare --user --map-root-user --mount sh -c"
            + " 'mount -t tmpfs -o nr_inodes=1 full \"$FLYWAY_HOST_STATE\" && exec \"$@\"' sh";

    /** Puts the program where the documents call it. */
    void install(FlywayHostProgram program) throws IOException {
        Files.createDirectories(configuration());
        Files.createDirectories(state());
        Files.setPosixFilePermissions(state(), PosixFilePermissions.fromString("rwx------"));
        Optional<String> command = command(program);
        if (command.isPresent()) {
            String script = "#!/bin/sh\n"
                    + "export FLYWAY_HOST_CONFIG=" + quoted(configuration()) + "\n"
                    + "export FLYWAY_HOST_STATE=" + quoted(state()) + "\n"
                    + "if [ -e " + quoted(fullDisk()) + " ]; then\n"
                    + "  exec " + ON_A_FULL_DISK + " " + command.get() + " \"$@\"\n"
                    + "fi\n"
                    + "exec " + command.get() + " \"$@\"\n";
            ExecutableFile.write(launcher(), script.getBytes(StandardCharsets.UTF_8));
        } else {
            Files.deleteIfExists(launcher());
        }
    }

    private Optional<String> command(FlywayHostProgram program) throws IOException {
        if (program.substitute().isPresent()) {
            Path copy = root.resolve("opt/db-promote/flyway-host");
            ExecutableFile.write(copy, Files.readAllBytes(program.substitute().get()));
            return Optional.of(quoted(copy));
        }
        if (program.jar().isPresent()) {
            Path java = Path.of(System.getProperty("java.home"), "bin", "java");
            return Optional.of(quoted(java) + " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -jar "
                    + quoted(copied(program.jar().get())));
        }
        return Optional.empty();
    }

    /** A copy, moved into place, so that a build may write the jar anew while a host runs it. */
    private Path copied(Path jar) throws IOException {
        Path copy = root.resolve("opt/db-promote/flyway-host.jar");
        Files.createDirectories(copy.getParent());
        if (!Files.exists(copy) || Files.mismatch(jar, copy) >= 0) {
            Path unfinished = copy.resolveSibling("flyway-host.jar" + AtomicFile.TEMPORARY_SUFFIX);
            Files.copy(jar, unfinished, StandardCopyOption.REPLACE_EXISTING);
            Files.move(unfinished, copy, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        return copy;
    }

    /** Writes a database's configuration, which only its owner may read. */
    void configure(String database, String properties) throws IOException {
        Files.createDirectories(configuration());
        AtomicFile.write(configuration().resolve(database + ".conf"), properties.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether commands, from now on, find no room in the program's state folder ("No space left on device"). */
    void setDiskFull(boolean full) throws IOException {
        if (full) {
            Files.write(fullDisk(), new byte[0]);
        } else {
            Files.deleteIfExists(fullDisk());
        }
    }

    private Path fullDisk() {
        return root.resolve("disk-full");
    }

    private Path launcher() {
        return root.resolve("usr/local/bin/flyway-host");
    }

    private Path configuration() {
        return root.resolve("etc/db-promote");
    }

    private Path state() {
        return root.resolve("var/lib/db-promote");
    }

    private static String quoted(Path path) {
        return "'" + path.toString().replace("'", "'\\''") + "'";
    }
}
