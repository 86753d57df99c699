package io.github.dbpromote.plugin.migrations;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Guesses how a misnamed file was meant to be named. */
final class NameSuggestion {
    private static final Pattern VERSIONED = Pattern.compile("[Vv]?([0-9]+(?:[._][0-9]+)*)[-_. ]*(.*)");
    private static final Pattern REPEATABLE = Pattern.compile("[Rr][0-9._]*[-_ ]+(.+)");
    private static final String SUFFIX = ".sql";

    private final FlywayRules rules;

    NameSuggestion(FlywayRules rules) {
        this.rules = rules;
    }

    /** @param stem the file's name without its suffix */
    Optional<String> forStem(String stem) {
        return Stream.of(callback(stem), versioned(stem), repeatable(stem))
                .flatMap(Optional::stream)
                .filter(name -> rules.sql(name).isPresent())
                .findFirst();
    }

    private Optional<String> callback(String stem) {
        String lower = stem.toLowerCase(Locale.ROOT);
        return rules.events().stream()
                .filter(event -> lower.startsWith(event.toLowerCase(Locale.ROOT)))
                .max(Comparator.comparingInt(String::length))
                .map(event -> event + described(stem.substring(event.length()).replaceFirst("^[-_. ]+", "")));
    }

    private static Optional<String> versioned(String stem) {
        Matcher matcher = VERSIONED.matcher(stem);
        return matcher.matches() ? Optional.of("V" + matcher.group(1) + described(matcher.group(2))) : Optional.empty();
    }

    private static Optional<String> repeatable(String stem) {
        Matcher matcher = REPEATABLE.matcher(stem);
        return matcher.matches() ? Optional.of("R" + described(matcher.group(1))) : Optional.empty();
    }

    private static String described(String description) {
        return (description.isEmpty() ? "" : "__" + description) + SUFFIX;
    }
}
