package io.github.dbpromote.flywayhost;

import io.github.dbpromote.core.model.DatabaseName;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.core.progress.Waiting;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.internal.database.DatabaseTypeRegister;

/**
 * A database whose driver and Flyway module somebody put beside this program. What keeps runs apart there is Flyway's
 * own lock, and nobody tells what became of a lost run.
 */
sealed class AddedDatabase implements DatabaseProduct permits MySql {
    private static final Pattern SCHEME = Pattern.compile("jdbc:[A-Za-z][A-Za-z0-9+.-]*:");
    private static final int LOGIN_SECONDS = 30;

    private final String url;

    AddedDatabase(String url) {
        this.url = url;
    }

    /**
     * @throws Refusal if there is no driver or no module of Flyway's for it
     * @throws IllegalArgumentException that says what is wrong, as the end of "flyway.url …"
     */
    static AddedDatabase at(String url, Path file) {
        Matcher scheme = SCHEME.matcher(url);
        if (!scheme.lookingAt()) {
            throw new IllegalArgumentException(
                    "is not the URL of a database, such as jdbc:postgresql://host:5432/name");
        }
        AddedDatabase database = MySql.handles(url) ? new MySql(url) : new AddedDatabase(url);
        List<Problem> missing = new ArrayList<>();
        if (!hasDriver(url)) {
            missing.add(HostProblems.noDriver(file, scheme.group(), database.driverArtifact()));
        }
        if (DatabaseTypeRegister.getDatabaseTypesForUrl(url, null).isEmpty()) {
            missing.add(HostProblems.noFlywayModule(file, scheme.group(), database.moduleArtifact()));
        }
        if (!missing.isEmpty()) {
            throw new Refusal(missing);
        }
        return database;
    }

    private static boolean hasDriver(String url) {
        try {
            return DriverManager.getDriver(url) != null;
        } catch (SQLException e) {
            // "No suitable driver": none that is here accepts the URL.
            return false;
        }
    }

    /** The driver, for a person to look for. */
    String driverArtifact() {
        return "its vendor has it";
    }

    /** Flyway's module, for a person to look for. */
    String moduleArtifact() {
        return "Flyway's documentation of the database names it; version " + Version.flyway();
    }

    @Override
    public final String url() {
        return url;
    }

    @Override
    public String name() {
        return "The database";
    }

    @Override
    public Optional<String> objectionToTokens(HostConfiguration configuration) {
        return Optional.of("is rds-iam, which exists for PostgreSQL, MySQL and MariaDB alone");
    }

    @Override
    public final Connection connect(HostConfiguration configuration, Credentials credentials, String applicationName)
            throws SQLException {
        Login login = login(credentials);
        Properties properties = new Properties();
        properties.putAll(configuration.driver());
        properties.setProperty("user", login.user());
        login.password().ifPresent(password -> properties.setProperty("password", password));
        DriverManager.setLoginTimeout(LOGIN_SECONDS);
        return DriverManager.getConnection(url, properties);
    }

    /** Without an address in the URL there is none for a token, which was refused before. */
    Login login(Credentials credentials) {
        return credentials.login("", 0);
    }

    @Override
    public final ConnectionReport connectionReport(HostConfiguration configuration) {
        return new AddedConnectionReport(configuration);
    }

    @Override
    public final String server(Session session) {
        return session.server();
    }

    @Override
    public Optional<Problem> objection(Session session, HostConfiguration configuration, Order order) {
        return order.postgresql()
                .map(expected -> HostProblems.notPostgresql(
                        expected,
                        server(session),
                        HostProblems.postgresqlOfParameter(order.database(), order.environment()),
                        configuration.file()));
    }

    @Override
    public final RunLock lock(Session session, DatabaseName database, Waiting waiting, Runnable deployment) {
        session.close();
        return new HistoryLock(deployment);
    }

    @Override
    public final HistoryTable historyTable(Session session, Configuration flyway) {
        return FlywayModule.ask(flyway, (database, table) -> {
            String columns = HistoryTable.COLUMNS.stream().map(database::quote).collect(Collectors.joining(", "));
            // As Flyway reads it: below stands, in H2, the mark of the table's making.
            String rank = database.quote("installed_rank");
            return new HistoryTable(
                    table.toString(),
                    table.exists(),
                    "SELECT " + columns + " FROM " + table + " WHERE " + rank + " >= 0 ORDER BY " + rank,
                    "SELECT * FROM " + table + " ORDER BY 1 DESC;");
        });
    }

    @Override
    public final boolean rollsBackScripts(Configuration flyway) {
        return FlywayModule.ask(flyway, (database, table) -> database.supportsDdlTransactions());
    }

    @Override
    public final List<String> halfDone(String script, String text) {
        return List.of(HostProblems.notUndone(script), HostProblems.statementByStatement());
    }

    @Override
    public List<String> stillAtWork() {
        return List.of(HostProblems.mayStillBeAtWork() + ".");
    }
}
