package io.github.dbpromote.flywayhost;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.problem.Problem;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/** What the host knows of MySQL and MariaDB without asking one. */
class MySqlTest {
    private static final String URL = "jdbc:mariadb://users.cluster-abc.eu-central-1.rds.amazonaws.com/users";
    private static final String FILE = "/etc/db-promote/users.conf";

    private static HostConfiguration configuration(String url, Map<String, String> driver, PasswordSource password) {
        return new HostConfiguration(
                Path.of(FILE),
                new EnvironmentName("qa"),
                "bucket",
                "123456789012",
                new MySql(url),
                Optional.of("migrator"),
                password,
                Optional.empty(),
                driver,
                Map.of(),
                Optional.empty(),
                false);
    }

    private static Optional<String> objection(String url, Map<String, String> driver) {
        return new MySql(url).objectionToTokens(configuration(url, driver, new PasswordSource.RdsToken()));
    }

    private static Optional<Problem> report(SQLException failure) {
        return new AddedConnectionReport(configuration(URL, Map.of(), new PasswordSource.None()))
                .of(failure, failure.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify-full", "VERIFY_IDENTITY", "verify-ca", "VERIFY_CA"})
    void token_isSentWhereTheServerIsVerified(String mode) {
        assertThat(objection(URL, Map.of("sslMode", mode))).isEmpty();
        assertThat(objection(URL + "?sslMode=" + mode + "&tcpKeepAlive=true", Map.of()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?sslMode=trust", "?sslMode=DISABLED", "?sslMode=REQUIRED"})
    void token_isNotSentToWhoeverAnswers(String parameters) {
        assertThat(objection(URL + parameters, Map.of()))
                .contains("is rds-iam, which sends the token as it is: set flyway.jdbcProperties.sslMode to verify-full"
                        + " (MariaDB's driver) or VERIFY_IDENTITY (MySQL's)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"jdbc:mariadb://one,two/users", "jdbc:mysql://address=(host=one)/users", "jdbc:mysql:///users"})
    void token_isOfOneHost(String url) {
        assertThat(objection(url, Map.of("sslMode", "verify-full")))
                .contains("is rds-iam, for which flyway.url must name one host: jdbc:mariadb://host:port/name");
    }

    @Test
    void token_isSignedForTheHostAndPortOfTheUrl() {
        assertThat(token(URL)).startsWith("users.cluster-abc.eu-central-1.rds.amazonaws.com:3306/?");
        assertThat(token("jdbc:mysql://db.example.com:3307/users?sslMode=VERIFY_IDENTITY"))
                .startsWith("db.example.com:3307/?");
    }

    private static String token(String url) {
        try (Aws aws = new Aws(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", "secret")),
                Region.EU_CENTRAL_1,
                Optional.empty())) {
            Credentials credentials =
                    new Credentials(configuration(url, Map.of(), new PasswordSource.RdsToken()), aws, new Redactor());
            return new MySql(url).login(credentials).password().orElseThrow();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1045,28000,wrong-password,MariaDB does not accept the host's login: x.",
        "1040,08004,too-many-connections,MariaDB has no connection left for this host: x.",
        "1203,42000,too-many-connections,MariaDB has no connection left for this host: x.",
        "1049,42000,no-such-database,'The server is there, but not the database: x.'",
        "-1,08S01,database-unreachable,The connection to the database broke: x"
    })
    void whatTheServerSaysOfALogin_isPutIntoWords(int number, String state, String code, String summary) {
        Problem problem = report(new SQLException("x", state, number)).orElseThrow();

        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.summary()).isEqualTo(summary);
    }

    @Test
    void serverThatIsNotThere_isSaidSo() {
        assertThat(report(new SQLException("refused", "08000", new ConnectException("refused")))
                        .orElseThrow()
                        .summary())
                .isEqualTo("The database cannot be reached: refused");
        assertThat(report(new SQLException("no", "08000", new UnknownHostException("db.example.com")))
                        .orElseThrow()
                        .summary())
                .isEqualTo("The database's server db.example.com is not known on this host.");
    }

    @Test
    void syntaxError_isLeftToOthers() {
        assertThat(report(new SQLException("You have an error in your SQL syntax", "42000", 1064)))
                .isEmpty();
    }

    @Test
    void connectionNumber_isNobodysBusiness() {
        assertThat(FailureReport.message(new SQLException("(conn=35) Unknown column 'nmae'", "42S22", 1054)))
                .isEqualTo("Unknown column 'nmae'");
    }
}
