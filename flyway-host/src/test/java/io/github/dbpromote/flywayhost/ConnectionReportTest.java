package io.github.dbpromote.flywayhost;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.problem.Problem;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the sandbox's PostgreSQL cannot be made to say. */
class ConnectionReportTest {
    private static final String FILE = "/etc/db-promote/users.conf";

    private static Optional<Problem> of(SQLException failure, PasswordSource password) {
        HostConfiguration configuration = new HostConfiguration(
                Path.of(FILE),
                new EnvironmentName("qa"),
                "bucket",
                "123456789012",
                new PostgreSql("jdbc:postgresql://db.example.com:5432/users?sslmode=require"),
                Optional.of("migrator"),
                password,
                Optional.empty(),
                Map.of(),
                Map.of(),
                Optional.empty(),
                false);
        return new PostgreSqlConnectionReport(configuration).of(failure, failure.getMessage());
    }

    @Test
    void roleThatMayNotLogIn_isSaidSo() {
        SQLException failure = new SQLException("role \"migrator\" is not permitted to log in", "28000");

        assertThat(of(failure, new PasswordSource.None()).orElseThrow().text())
                .isEqualTo("PostgreSQL does not let the host in: role \"migrator\" is not permitted to log in.\n"
                        + "  → Check that flyway.user in " + FILE + " is a role that may log in, and that the server"
                        + " admits this host: its pg_hba.conf, and whether it demands TLS"
                        + " (flyway.jdbcProperties.sslmode).");
    }

    @Test
    void refusedToken_namesWhatIamNeeds() {
        SQLException failure = new SQLException("PAM authentication failed for user \"migrator\"", "28000");

        assertThat(of(failure, new PasswordSource.RdsToken()).orElseThrow().text())
                .isEqualTo("PostgreSQL does not accept the host's login: PAM authentication failed for user"
                        + " \"migrator\".\n  → Check that flyway.user in " + FILE
                        + " may log in with IAM (PostgreSQL: a"
                        + " role that was granted rds_iam; MySQL and MariaDB: a user identified with"
                        + " AWSAuthenticationPlugin), that the host's role may rds-db:connect as it, and that IAM"
                        + " authentication is enabled on the cluster.");
    }

    @Test
    void loginWithoutAnyPassword_namesTheSettingsThatGiveOne() {
        SQLException failure = new SQLException("password authentication failed", "28P01");

        assertThat(of(failure, new PasswordSource.None()).orElseThrow().remedy())
                .isEqualTo(FILE + " gives no password: set dbPromote.passwordSecret or dbPromote.passwordFrom.");
    }

    @Test
    void silence_showsTheAddressWithoutItsParameters() {
        SQLException failure =
                new SQLException("The connection attempt failed.", "08001", new SocketTimeoutException("timed out"));

        assertThat(of(failure, new PasswordSource.None()).orElseThrow().summary())
                .isEqualTo("Nothing answers at jdbc:postgresql://db.example.com:5432/users.");
    }

    @ParameterizedTest
    @CsvSource({
        "57P03,database-unreachable,PostgreSQL takes no connections at the moment: x.",
        "57P01,database-unreachable,The connection to the database broke: x",
        "08006,database-unreachable,The connection to the database broke: x",
        "25006,read-only-database,The server that answers is a reader: it takes no writes."
    })
    void state_isPutIntoWords(String state, String code, String summary) {
        Problem problem =
                of(new SQLException("x", state), new PasswordSource.None()).orElseThrow();

        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.summary()).isEqualTo(summary);
    }

    @Test
    void whatIsNotAboutTheConnection_isLeftToOthers() {
        assertThat(of(new SQLException("syntax error", "42601"), new PasswordSource.None()))
                .isEmpty();
    }
}
