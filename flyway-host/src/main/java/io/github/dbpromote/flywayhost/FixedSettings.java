package io.github.dbpromote.flywayhost;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of Flyway that the host decides itself, because what a receipt says depends on them. A file that repeats
 * the host's own value is fine; any other value is refused aloud.
 */
final class FixedSettings {
    private static final String ANYTHING_ELSE = "";

    private static final Map<String, Fixed> FIXED = new HashMap<>();

    static {
        String files = "the migrations come from the ordered bundle alone";
        for (String key : List.of(
                "locations",
                "callbackLocations",
                "jarDirs",
                "workingDirectory",
                "resolvers",
                "callbacks",
                "javaMigrationClassProvider",
                "resourceProvider")) {
            fix(key, ANYTHING_ELSE, files);
        }
        fix("skipDefaultResolvers", "false", files);
        fix("skipDefaultCallbacks", "false", files);

        String whole = "success means that every migration of the bundle was really applied";
        fix("target", "latest", whole);
        fix("cherryPick", ANYTHING_ELSE, whole);
        fix("skipExecutingMigrations", "false", whole);
        fix("dryRunOutput", ANYTHING_ELSE, whole);
        fix("errorOverrides", ANYTHING_ELSE, whole);
        fix("validateOnMigrate", "true", "a changed migration must never go unnoticed");
        fix("validateMigrationNaming", "true", "a file that Flyway would skip must never go unnoticed");
        fix("failOnMissingTarget", "false", whole);

        String names = "bundles use Flyway's default names and UTF-8, which the plugin checks";
        fix("sqlMigrationPrefix", "V", names);
        fix("repeatableSqlMigrationPrefix", "R", names);
        fix("undoSqlMigrationPrefix", "U", names);
        fix("baselineMigrationPrefix", "B", names);
        fix("sqlMigrationSeparator", "__", names);
        fix("sqlMigrationSuffixes", ".sql", names);
        fix("encoding", "UTF-8", names);
        fix("detectEncoding", "false", names);

        fix("cleanDisabled", "true", "nothing here may ever empty a database");
        fix("group", "false", "a receipt tells which migrations were applied before the one that failed");
        fix(
                "postgresql.transactional.lock",
                "false",
                "Flyway's lock in a transaction would make CREATE INDEX CONCURRENTLY wait for ever");

        String connection = "the host opens all connections itself, with the driver that knows flyway.url";
        fix("driver", "org.postgresql.Driver", connection);
        fix("environment", "default", connection);
        fix("provisionMode", ANYTHING_ELSE, connection);

        String log = "Flyway's log goes to a file that only the host's owner may read";
        fix("loggers", ANYTHING_ELSE, log);
        fix("reportEnabled", "false", log);
        fix("reportFilename", ANYTHING_ELSE, log);
        fix("outputType", ANYTHING_ELSE, log);
        fix("outputProgress", "false", log);
        fix("outputLogsInJson", "false", log);
    }

    private FixedSettings() {}

    private record Fixed(String value, String reason) {}

    private static void fix(String key, String value, String reason) {
        FIXED.put("flyway." + key, new Fixed(value, reason));
    }

    static boolean isFixed(String key) {
        return FIXED.containsKey(key);
    }

    /** Why that value cannot stand, if so; the end of "but …". */
    static Optional<String> objection(String key, String value) {
        return Optional.ofNullable(FIXED.get(key))
                .filter(fixed -> !fixed.value().equals(value))
                .map(Fixed::reason);
    }
}
