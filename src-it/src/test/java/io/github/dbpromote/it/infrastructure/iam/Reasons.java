package io.github.dbpromote.it.infrastructure.iam;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Why some rights are given although no scenario uses them: by {@code publisher/Sid}, or {@code publisher/Sid/action}, each
 * perhaps with {@code *} for any characters.
 */
public final class Reasons {
    private final Map<String, Pattern> patterns = new LinkedHashMap<>();
    private final Set<String> needed = new TreeSet<>();

    private Reasons(JsonNode json) {
        json.forEachEntry((right, reason) -> {
            if (!reason.isString() || reason.stringValue().isBlank()) {
                throw new IllegalArgumentException("The reason for " + right + " is missing");
            }
            patterns.put(right, Pattern.compile("\\Q" + right.replace("*", "\\E.*\\Q") + "\\E"));
        });
    }

    /** Reads them from an object whose members are the reasons. */
    public static Reasons parse(JsonNode json) {
        return new Reasons(json);
    }

    /** Whether there is a reason, which counts as needed from now on. */
    boolean excuse(String statement, String right) {
        Optional<String> found = patterns.entrySet().stream()
                .filter(pattern -> pattern.getValue().matcher(right).matches()
                        || pattern.getValue().matcher(statement).matches())
                .map(Map.Entry::getKey)
                .findFirst();
        found.ifPresent(needed::add);
        return found.isPresent();
    }

    /** Those that excused nothing. */
    Set<String> idle() {
        Set<String> idle = new TreeSet<>(patterns.keySet());
        idle.removeAll(needed);
        return idle;
    }
}
