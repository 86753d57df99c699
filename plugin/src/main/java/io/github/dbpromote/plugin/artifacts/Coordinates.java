package io.github.dbpromote.plugin.artifacts;

import io.github.dbpromote.core.problem.Refusal;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Names one file in a repository as Maven Resolver does (its DefaultArtifact): {@code groupId:artifactId:version} or
 * {@code groupId:artifactId:extension[:classifier]:version}. Each part becomes part of paths and addresses, so that it
 * holds only letters, digits, {@code .}, {@code _}, {@code +}, {@code ~} and {@code -}, and begins with a letter, a digit
 * or {@code _}. All together have 250 characters at most, for file systems allow names of 255.
 *
 * @param classifier empty for none
 * @param version a single one, which names the same file tomorrow unless it is a snapshot
 */
public record Coordinates(String groupId, String artifactId, String extension, String classifier, String version) {
    static final String BUNDLE_CLASSIFIER = "migrations";

    private static final String JAR = "jar";
    private static final int LONGEST = 250;
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.+~-]*");
    private static final Pattern RANGE = Pattern.compile("^[\\[(]");
    private static final Set<String> META_VERSIONS = Set.of("latest", "release");

    /**
     * @param setting where the text stands, as a person knows it
     * @throws Refusal if the text has another form, or its version is none but a choice between several
     */
    static Coordinates parse(String setting, String text) {
        return parse(setting, text, "");
    }

    /**
     * Those of a bundle, where the short form means the file that {@code db:package} attaches.
     *
     * @throws Refusal as with any coordinates
     */
    static Coordinates parseBundle(String setting, String text) {
        return parse(setting, text, BUNDLE_CLASSIFIER);
    }

    private static Coordinates parse(String setting, String text, String usualClassifier) {
        List<String> parts = List.of(text.strip().split(":", -1));
        if (text.length() > LONGEST || parts.size() < 3 || parts.size() > 5) {
            throw new Refusal(ArtifactProblems.malformed(setting, text));
        }
        refuseChoice(setting, text, parts.get(parts.size() - 1));
        if (!parts.stream().allMatch(part -> PART.matcher(part).matches())) {
            throw new Refusal(ArtifactProblems.malformed(setting, text));
        }
        String group = parts.get(0);
        String artifact = parts.get(1);
        return switch (parts.size()) {
            case 3 -> new Coordinates(group, artifact, JAR, usualClassifier, parts.get(2));
            case 4 -> new Coordinates(group, artifact, parts.get(2), "", parts.get(3));
            default -> new Coordinates(group, artifact, parts.get(2), parts.get(3), parts.get(4));
        };
    }

    private static void refuseChoice(String setting, String text, String version) {
        if (META_VERSIONS.contains(version.toLowerCase(Locale.ROOT))
                || RANGE.matcher(version).find()) {
            throw new Refusal(ArtifactProblems.changingVersion(setting, text));
        }
    }

    /** Whether another file may have the same name tomorrow. */
    boolean isSnapshot() {
        return version.endsWith("SNAPSHOT");
    }

    /** In the shortest form that says everything. */
    @Override
    public String toString() {
        if (classifier.isEmpty()) {
            return String.join(":", groupId, artifactId, extension.equals(JAR) ? version : extension + ":" + version);
        }
        return String.join(":", groupId, artifactId, extension, classifier, version);
    }
}
