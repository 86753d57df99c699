package io.github.dbpromote.plugin.migrations;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.model.Migration;
import io.github.dbpromote.core.operation.Release;
import io.github.dbpromote.sandbox.postgres.PostgresServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flyway's internals are compared with what Flyway really does, on PostgreSQL. */
class FlywayRulesTest {
    private static final String ROLE = "owner_of_users";
    private static final String PASSWORD = "correct0horse1battery2";

    @TempDir
    private static Path server;

    private static PostgresServer postgres;

    @TempDir
    private Path base;

    @TempDir
    private Path host;

    @BeforeAll
    static void start() {
        postgres = PostgresServer.start(server.resolve("postgres"));
        postgres.provision("users", ROLE, PASSWORD);
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @Test
    void release_saysOfEveryMigrationWhatTheSchemaHistorySaysOfItAfterARun() throws IOException, SQLException {
        Release release = new ProjectFolder(base)
                .script("V1__create_users.sql", "CREATE TABLE users (name text);\r\n-- größer\r\n")
                .script("V2_1.sql", "SELECT 1;\n")
                .script("V003__with_mark.sql", "\uFEFFSELECT 2;\n\n")
                .script("V4.0__carriage_return.sql", "SELECT 3;\r-- and no line end")
                .script("V5__placeholder.sql", "SELECT '${name}';\n")
                .script("orders/V6__Other__Name.x.sql", "SELECT 4;\n")
                .script("V7__concurrently.sql", "CREATE INDEX CONCURRENTLY by_name ON users (name);\n")
                .script("V7__concurrently.sql.conf", "executeInTransaction=false\n")
                .script("V8__" + "long_".repeat(47) + ".sql", "SELECT 5;\n")
                .script("V2026.01.05.10__date.sql", "SELECT 6;\n")
                .script("R__active_users.sql", "CREATE OR REPLACE VIEW active AS SELECT '${name}' AS name;\n")
                .script("R__" + "very_".repeat(46) + "long.sql", "SELECT 7;\n")
                .script("afterMigrate.sql", "CREATE TABLE called_back ();\n")
                .read()
                .release();

        migrate(release);

        assertThat(release.migrations()).containsExactlyInAnyOrderElementsOf(schemaHistory());
        assertThat(first("SELECT count(*) FROM pg_tables WHERE tablename = 'called_back'"))
                .isEqualTo("1");
    }

    @Test
    void events_areThoseOfFlyway() {
        assertThat(new FlywayRules().events())
                .contains("beforeMigrate", "afterMigrate", "afterEachMigrateError", "beforeRepeatables");
    }

    /** As a host does it: unpacked, by Flyway's API. */
    private void migrate(Release release) throws IOException {
        for (Map.Entry<String, byte[]> file : release.bundle().files().entrySet()) {
            Path target = host.resolve(file.getKey());
            Files.createDirectories(target.getParent());
            Files.write(target, file.getValue());
        }
        Flyway.configure()
                .dataSource(postgres.jdbcUrl("users"), ROLE, PASSWORD)
                .locations("filesystem:" + host)
                .encoding(StandardCharsets.UTF_8)
                .placeholders(Map.of("name", "Ada"))
                .validateMigrationNaming(true)
                .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
                .load()
                .migrate();
    }

    private static List<Migration> schemaHistory() throws SQLException {
        List<Migration> rows = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT version, description, script, checksum FROM flyway_schema_history WHERE success")) {
            while (row.next()) {
                Optional<String> version = Optional.ofNullable(row.getString("version"));
                int checksum = row.getInt("checksum");
                rows.add(new Migration(
                        version, row.getString("description"), row.getString("script"), version.map(it -> checksum)));
            }
        }
        return rows;
    }

    private static String first(String query) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl("users"), ROLE, PASSWORD);
    }
}
