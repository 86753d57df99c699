package io.github.dbpromote.plugin.migrations;

import io.github.dbpromote.plugin.migrations.ScriptName.Kind;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.migration.baseline.BaselineMigrationConfigurationExtension;
import org.flywaydb.core.api.resource.LoadableResource;
import org.flywaydb.core.internal.configuration.ConfigUtils;
import org.flywaydb.core.internal.resolver.ChecksumCalculator;
import org.flywaydb.core.internal.resource.ResourceName;
import org.flywaydb.core.internal.resource.ResourceNameParser;
import org.flywaydb.core.internal.util.AbbreviationUtils;

/**
 * Flyway's own rules, by its own classes, so that a migration is read here as it will be read on the host. Much of it
 * is internal to Flyway, hence all of it stands in this one class, and a test compares it with the schema history of a
 * real run.
 */
final class FlywayRules {
    private static final String[] NO_SUFFIX = {};

    private final String versionedPrefix;
    private final String repeatablePrefix;
    private final String baselinePrefix;
    private final ResourceNameParser parser;

    FlywayRules() {
        // Flyway finds its parts by ServiceLoader; Maven's context class loader is not always that of the plugin.
        FluentConfiguration defaults = new FluentConfiguration(FlywayRules.class.getClassLoader());
        versionedPrefix = defaults.getSqlMigrationPrefix();
        repeatablePrefix = defaults.getRepeatableSqlMigrationPrefix();
        baselinePrefix = defaults.getPluginRegister()
                .getExact(BaselineMigrationConfigurationExtension.class)
                .getBaselineMigrationPrefix();
        parser = new ResourceNameParser(defaults);
    }

    /** What Flyway makes of an SQL file of that name, without folders; empty if it would pass it over. */
    Optional<ScriptName> sql(String fileName) {
        return named(parser.parse(fileName));
    }

    /** What Flyway would make of the name of a file whose suffix it is told to accept. */
    Optional<ScriptName> withoutSuffix(String stem) {
        return named(parser.parse(stem, NO_SUFFIX));
    }

    private Optional<ScriptName> named(ResourceName name) {
        if (!name.isValid()) {
            return Optional.empty();
        }
        return Optional.of(new ScriptName(
                kind(name.getPrefix()),
                Optional.ofNullable(name.getVersion()).map(Object::toString),
                AbbreviationUtils.abbreviateDescription(name.getDescription()),
                name.getFilenameWithoutSuffix()));
    }

    private Kind kind(String prefix) {
        if (prefix.equals(versionedPrefix)) {
            return Kind.VERSIONED;
        }
        if (prefix.equals(repeatablePrefix)) {
            return Kind.REPEATABLE;
        }
        return prefix.equals(baselinePrefix) ? Kind.BASELINE : Kind.CALLBACK;
    }

    /** The events that a callback's name may begin with. */
    List<String> events() {
        return Arrays.stream(Event.values()).map(Event::getId).toList();
    }

    /** The checksum that Flyway stores for a migration in which it replaces no placeholder. */
    int checksum(String script, String text) {
        return ChecksumCalculator.calculate(new TextResource(script, text));
    }

    /** The settings of a script configuration. */
    Map<String, String> settings(String text) {
        try {
            return ConfigUtils.loadConfigurationFromString(text, true);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be read", e);
        }
    }

    private static final class TextResource extends LoadableResource {
        private final String script;
        private final String text;

        TextResource(String script, String text) {
            this.script = script;
            this.text = text;
        }

        @Override
        public Reader read() {
            return new StringReader(text);
        }

        @Override
        public String getAbsolutePath() {
            return script;
        }

        @Override
        public String getAbsolutePathOnDisk() {
            return script;
        }

        @Override
        public String getFilename() {
            return script.substring(script.lastIndexOf('/') + 1);
        }

        @Override
        public String getRelativePath() {
            return script;
        }
    }
}
