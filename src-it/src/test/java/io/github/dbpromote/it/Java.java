package io.github.dbpromote.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Java on this machine.
 *
 * @param feature its version as in "Java 17"
 */
record Java(int feature, Path home) {
    /** Users have this or a newer one. */
    static final int OLDEST = 17;

    /** Since 17, each fourth feature release is one with long-term support. */
    private static final int RELEASES_IN_TWO_YEARS = 4;

    private static final Pattern VERSION = Pattern.compile("(?m)^JAVA_VERSION=\"(\\d+)");
    private static final Pattern JDK_HOME = Pattern.compile("<jdkHome>([^<]+)</jdkHome>");

    /** The oldest that users have and the newest with long-term support, as far as they are here. */
    static List<Java> oldestAndNewest() {
        TreeMap<Integer, Java> supported = new TreeMap<>();
        candidates()
                .flatMap(home -> at(home).stream())
                .filter(Java::isLongTermSupported)
                .forEach(java -> supported.putIfAbsent(java.feature(), java));
        return supported.isEmpty()
                ? List.of()
                : Stream.of(supported.firstEntry(), supported.lastEntry())
                        .map(Map.Entry::getValue)
                        .distinct()
                        .toList();
    }

    private boolean isLongTermSupported() {
        return feature >= OLDEST && (feature - OLDEST) % RELEASES_IN_TWO_YEARS == 0;
    }

    /** Where people, CI services, package managers and Maven keep them. */
    private static Stream<Path> candidates() {
        Path user = Path.of(System.getProperty("user.home"));
        Stream<Path> named = System.getenv().entrySet().stream()
                .filter(variable -> variable.getKey().startsWith("JAVA_HOME"))
                .map(variable -> Path.of(variable.getValue()));
        Stream<Path> installed = Stream.of(
                        Path.of("/usr/lib/jvm"), user.resolve(".sdkman/candidates/java"), user.resolve(".jdks"))
                .flatMap(Java::children);
        return Stream.of(Stream.of(Maven.JAVA_HOME), named, toolchains(user.resolve(".m2/toolchains.xml")), installed)
                .flatMap(homes -> homes);
    }

    private static Stream<Path> toolchains(Path file) {
        return JDK_HOME.matcher(read(file)).results().map(found -> Path.of(found.group(1)));
    }

    /** By the file in which every JDK says what it is. */
    private static Optional<Java> at(Path home) {
        Matcher version = VERSION.matcher(read(home.resolve("release")));
        return version.find() && Files.isExecutable(home.resolve("bin/java"))
                ? Optional.of(new Java(Integer.parseInt(version.group(1)), home))
                : Optional.empty();
    }

    private static Stream<Path> children(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        try (Stream<Path> children = Files.list(folder)) {
            return children.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.isReadable(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
