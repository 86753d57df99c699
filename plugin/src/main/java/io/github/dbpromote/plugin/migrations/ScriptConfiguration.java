package io.github.dbpromote.plugin.migrations;

import io.github.dbpromote.core.problem.Problem;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The settings in a {@code .sql.conf}, as Flyway knows them, and what a bundle allows of them. */
final class ScriptConfiguration {
    private static final String ENCODING = "encoding";

    /** Needs a paid edition of Flyway, which says so only when it runs. */
    private static final String SHOULD_EXECUTE = "shouldExecute";

    private static final List<String> SWITCHES = List.of("executeInTransaction", "placeholderReplacement");

    private final String file;
    private final Map<String, String> settings;

    ScriptConfiguration(String file, Map<String, String> settings) {
        this.file = file;
        this.settings = new TreeMap<>(settings);
    }

    void check(Consumer<Problem> problems) {
        settings.forEach((key, value) -> problem(key, value).ifPresent(problems));
    }

    private Optional<Problem> problem(String key, String value) {
        if (SWITCHES.contains(key)) {
            boolean isSwitch = value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false");
            return isSwitch ? Optional.empty() : Optional.of(MigrationProblems.notASwitch(file, key, value));
        }
        if (key.equals(ENCODING)) {
            return isUtf8(value) ? Optional.empty() : Optional.of(MigrationProblems.foreignEncoding(file, value));
        }
        return Optional.of(
                key.equals(SHOULD_EXECUTE)
                        ? MigrationProblems.conditionalScript(file)
                        : MigrationProblems.unknownSetting(file, key));
    }

    /** The encoding of the script, where the configuration says one that a bundle allows. */
    Optional<Charset> encoding() {
        return Optional.ofNullable(settings.get(ENCODING))
                .filter(ScriptConfiguration::isUtf8)
                .map(name -> StandardCharsets.UTF_8);
    }

    private static boolean isUtf8(String name) {
        try {
            return Charset.isSupported(name) && Charset.forName(name).equals(StandardCharsets.UTF_8);
        } catch (IllegalCharsetNameException e) {
            return false;
        }
    }
}
