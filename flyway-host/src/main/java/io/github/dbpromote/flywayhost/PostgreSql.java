package io.github.dbpromote.flywayhost;

import io.github.dbpromote.core.model.DatabaseName;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.progress.Waiting;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.api.configuration.Configuration;
import org.postgresql.Driver;
import org.postgresql.ds.PGSimpleDataSource;

/** PostgreSQL, which tells who holds a lock and who still works for a lost host. */
record PostgreSql(String url) implements DatabaseProduct {
    private static final String SCHEME = "jdbc:postgresql:";
    private static final String EXAMPLE = "jdbc:postgresql://host:5432/database";

    /**
     * Lets the server's process end soon after its client: a statement that runs, and the idle session that holds the
     * lock, whose host may have lost its power. PostgreSQL 13 does not know the first of these settings.
     */
    private static final String FOLLOW_THE_CLIENT = """
            SELECT set_config(s.name, v.value, false)
              FROM pg_settings s
              JOIN (VALUES ('client_connection_check_interval', '5s'), ('tcp_keepalives_idle', '30'),
                           ('tcp_keepalives_interval', '10'), ('tcp_keepalives_count', '3')) v (name, value)
                ON s.name = v.name""";

    /** The driver's own limits end with the TCP connection: who accepts that and then says nothing keeps it waiting. */
    private static final int LOGIN_SECONDS = 30;

    static boolean handles(String url) {
        return url.startsWith(SCHEME);
    }

    /** @throws IllegalArgumentException that says what is wrong, as the end of "flyway.url …" */
    static PostgreSql at(String url) {
        if (Driver.parseURL(url, null) == null) {
            throw new IllegalArgumentException("cannot be read by PostgreSQL's driver; it looks like " + EXAMPLE);
        }
        return new PostgreSql(url);
    }

    @Override
    public String name() {
        return "PostgreSQL";
    }

    @Override
    public Optional<String> objectionToTokens(HostConfiguration configuration) {
        return Optional.empty();
    }

    @Override
    public Connection connect(HostConfiguration configuration, Credentials credentials, String applicationName)
            throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        // Before the driver's properties of the configuration, which may say otherwise.
        source.setTcpKeepAlive(true);
        source.setLoginTimeout(LOGIN_SECONDS);
        for (var property : configuration.driver().entrySet()) {
            source.setProperty(property.getKey(), property.getValue());
        }
        source.setApplicationName(applicationName);
        Login login = credentials.login(source.getServerNames()[0], source.getPortNumbers()[0]);
        Connection connection =
                source.getConnection(login.user(), login.password().orElse(null));
        try (Statement statement = connection.createStatement()) {
            statement.execute(FOLLOW_THE_CLIENT);
            return connection;
        } catch (SQLException e) {
            try (connection) {
                throw e;
            }
        }
    }

    @Override
    public ConnectionReport connectionReport(HostConfiguration configuration) {
        return new PostgreSqlConnectionReport(configuration);
    }

    @Override
    public String server(Session session) {
        return name() + " " + Server.ask(session).version();
    }

    @Override
    public Optional<Problem> objection(Session session, HostConfiguration configuration, Order order) {
        return Server.ask(session).objection(configuration, order);
    }

    @Override
    public RunLock lock(Session session, DatabaseName database, Waiting waiting, Runnable deployment) {
        return AdvisoryLock.take(session, database, waiting);
    }

    @Override
    public HistoryTable historyTable(Session session, Configuration flyway) {
        String table = quoted(schema(session, flyway)) + "." + quoted(flyway.getTable());
        boolean exists = session.first(
                        "look for the schema history",
                        "SELECT to_regclass(?) IS NOT NULL",
                        row -> row.getBoolean(1),
                        table)
                .orElse(false);
        return new HistoryTable(
                table,
                exists,
                "SELECT " + String.join(", ", HistoryTable.COLUMNS) + " FROM " + table + " ORDER BY installed_rank",
                "SELECT installed_rank, version, description, success FROM " + table
                        + " ORDER BY installed_rank DESC LIMIT 5;");
    }

    /** As Flyway decides it. */
    private static String schema(Session session, Configuration flyway) {
        if (flyway.getDefaultSchema() != null) {
            return flyway.getDefaultSchema();
        }
        if (flyway.getSchemas().length > 0) {
            return flyway.getSchemas()[0];
        }
        return session.first("ask for the current schema", "SELECT current_schema()", row -> row.getString(1))
                .orElseThrow();
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    @Override
    public boolean rollsBackScripts(Configuration flyway) {
        return true;
    }

    @Override
    public List<String> halfDone(String script, String text) {
        List<String> lines = new ArrayList<>();
        lines.add(HostProblems.outsideATransaction(script));
        List<Leftover> leftovers = Leftover.of(text);
        if (leftovers.isEmpty()) {
            lines.add(HostProblems.statementByStatement());
        }
        for (int i = 0; i < leftovers.size(); i++) {
            Leftover leftover = leftovers.get(i);
            lines.add(leftover.sentence());
            boolean shownWithTheNext =
                    i + 1 < leftovers.size() && leftovers.get(i + 1).sql().equals(leftover.sql());
            if (!shownWithTheNext) {
                lines.add("  " + leftover.sql());
            }
        }
        return lines;
    }

    @Override
    public List<String> stillAtWork() {
        return List.of();
    }
}
