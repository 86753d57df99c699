package io.github.dbpromote.flywayhost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.dbpromote.core.model.DatabaseName;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostConfigurationTest {
    private static final String COMPLETE = """
            # what the host alone knows
            flyway.url=jdbc:postgresql://users.cluster-abc.eu-central-1.rds.amazonaws.com:5432/users
            flyway.user=migrator
            flyway.schemas=app,audit
            flyway.initSql=SET lock_timeout = '5s'
            flyway.placeholders.region=eu-central
            flyway.jdbcProperties.sslmode=verify-full
            dbPromote.environment=qa
            dbPromote.bucket=acme-users-qa-migrations
            dbPromote.bucketOwner=123456789012
            """;

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("users.conf");
    }

    private HostConfiguration read(String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return read();
    }

    private HostConfiguration read() {
        return HostConfiguration.read(folder, new DatabaseName("users"));
    }

    private List<String> refused(String text) {
        return catchThrowableOfType(Refusal.class, () -> read(text)).problems().stream()
                .map(Problem::summary)
                .toList();
    }

    @Test
    void completeFile_isUnderstood() throws IOException {
        HostConfiguration configuration = read(COMPLETE + "flyway.password=p\\ss#1\n");

        assertThat(configuration.environment().value()).isEqualTo("qa");
        assertThat(configuration.bucket()).isEqualTo("acme-users-qa-migrations");
        assertThat(configuration.bucketOwner()).isEqualTo("123456789012");
        assertThat(configuration.user()).contains("migrator");
        assertThat(configuration.password()).isEqualTo(new PasswordSource.Given("p\\ss#1"));
        assertThat(configuration.initSql()).contains("SET lock_timeout = '5s'");
        assertThat(configuration.driver()).containsOnlyKeys("sslmode");
        assertThat(configuration.flyway()).containsOnlyKeys("flyway.schemas", "flyway.placeholders.region");
        assertThat(configuration.javaMigrations()).isFalse();
        assertThat(configuration.secrets()).containsExactlyInAnyOrder("eu-central", "p\\ss#1");
    }

    @Test
    void password_isNeverPrinted() throws IOException {
        assertThat(read(COMPLETE + "flyway.password=hush\n").toString()).doesNotContain("hush");
    }

    @Test
    void dollarsAndBraces_areNotReplacedFromTheEnvironment() throws IOException {
        assertThat(read(COMPLETE + "flyway.password=a${PATH}b\n").password())
                .isEqualTo(new PasswordSource.Given("a${PATH}b"));
    }

    @Test
    void passwordSources_areThree() throws IOException {
        assertThat(read(COMPLETE + "dbPromote.passwordSecret=users/qa\n").password())
                .isEqualTo(new PasswordSource.InSecret("users/qa"));
        assertThat(read(COMPLETE + "dbPromote.passwordFrom=rds-iam\n").password())
                .isEqualTo(new PasswordSource.RdsToken());
        assertThat(read(COMPLETE).password()).isEqualTo(new PasswordSource.None());
    }

    @Test
    void severalPasswords_areRefused() {
        assertThat(refused(COMPLETE + "flyway.password=x\ndbPromote.passwordFrom=rds-iam\n"))
                .containsExactly(file + " says more than once how to get the password.");
    }

    @Test
    void emptyFile_tellsEverythingThatIsMissing() {
        assertThat(refused(""))
                .containsExactlyInAnyOrder(
                        file + " does not set dbPromote.environment.",
                        file + " does not set dbPromote.bucket.",
                        file + " does not set dbPromote.bucketOwner.",
                        file + " does not set flyway.url.",
                        file + " does not set flyway.user.");
    }

    @Test
    void everythingWrong_isToldAtOnce() {
        String text = COMPLETE.replace("123456789012", "acme").replace("=qa", "=QA")
                + "dbPromote.pasword=x\nflyway.passwort=y\nflyway.mixed=perhaps\ndbPromote.javaMigrations=yes\n"
                + "flyway.cleanDisabled=false\nlocations=x\ndbPromote.passwordFrom=memory\n";

        assertThat(refused(text))
                .anyMatch(problem -> problem.contains("\"QA\" cannot be the name of an environment"))
                .contains(file + ": dbPromote.bucketOwner is not an AWS account of 12 digits.")
                .contains(file + " sets dbPromote.pasword, which nobody here reads.")
                .contains(file + " sets locations, which nobody here reads.")
                .contains(file + ": dbPromote.javaMigrations is \"yes\", but can only be true or false.")
                .contains(file + ": dbPromote.passwordFrom is \"memory\"; the only other source known is rds-iam.")
                .contains(file + " sets flyway.cleanDisabled, but nothing here may ever empty a database.")
                .anyMatch(problem -> problem.startsWith(file + ": Flyway does not accept it: "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "flyway.locations=filesystem:/tmp",
                "flyway.callbacks=com.acme.Callback",
                "flyway.target=5",
                "flyway.skipExecutingMigrations=true",
                "flyway.validateOnMigrate=false",
                "flyway.validateMigrationNaming=false",
                "flyway.sqlMigrationSuffixes=.pgsql",
                "flyway.group=true",
                "flyway.postgresql.transactional.lock=true",
                "flyway.loggers=console"
            })
    void settingsThatWouldBreakAPromise_areRefusedAloud(String line) {
        assertThat(refused(COMPLETE + line + "\n"))
                .singleElement()
                .asString()
                .startsWith(file + " sets " + line.substring(0, line.indexOf('=')) + ", but ");
    }

    @Test
    void settingsThatRepeatWhatHoldsAnyway_areFine() throws IOException {
        assertThat(read(COMPLETE + "flyway.cleanDisabled=true\nflyway.encoding=UTF-8\n")
                        .flyway())
                .doesNotContainKeys("flyway.cleanDisabled", "flyway.encoding");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "the database",
                "jdbc:mysql://root:hush@db/users",
                "jdbc:oracle:thin:scott/tiger@db:1521/users",
                "jdbc:sqlserver://db;databaseName=users;keyStorePassword=hush",
                "jdbc:postgresql://db/users?password=x",
                "jdbc:postgresql://db/users?ssl=true&user=me",
                "jdbc:postgresql://db/users?ApplicationName=me"
            })
    void url_mustBeADatabasesAndHoldNothingOfOurs(String url) {
        assertThat(refused(COMPLETE.replaceAll("flyway.url=.*", "flyway.url=" + url)))
                .singleElement()
                .asString()
                .startsWith(file + ": flyway.url ");
    }

    @Test
    void urlThatTheDriverCannotRead_isRefused() {
        assertThat(refused(COMPLETE.replaceAll("flyway.url=.*", "flyway.url=jdbc:postgresql://db:notaport/users")))
                .containsExactly(file + ": flyway.url cannot be read by PostgreSQL's driver; it looks like"
                        + " jdbc:postgresql://host:5432/database.");
    }

    @Test
    void otherDatabaseWithoutItsJars_saysWhichOnesToPutWhere() {
        Refusal refusal = catchThrowableOfType(
                Refusal.class, () -> read(COMPLETE.replaceAll("flyway.url=.*", "flyway.url=jdbc:mariadb://db/users")));

        String launcher = """
                , owned by root, and name that folder in the launcher:
                exec java -cp '/opt/db-promote/flyway-host.jar:/opt/db-promote/drivers/*' io.github.dbpromote.flywayhost.Main\
                 "$@\"""";
        assertThat(refusal.problems())
                .containsExactly(
                        new Problem(
                                "no-driver",
                                file + ": for flyway.url, which begins with jdbc:mariadb:, there is no JDBC driver on"
                                        + " this host.",
                                "Put the jar of the driver (org.mariadb.jdbc:mariadb-java-client) into a folder beside"
                                        + " flyway-host.jar" + launcher),
                        new Problem(
                                "no-flyway-module",
                                file + ": for flyway.url, which begins with jdbc:mariadb:, there is no module of"
                                        + " Flyway's on this host.",
                                "Put the jar of the module (org.flywaydb:flyway-mysql:" + Version.flyway()
                                        + ") into a folder beside flyway-host.jar" + launcher));
    }

    @Test
    void driverOfADatabaseThatFlywaysCoreKnows_isAllThatIsAskedFor() {
        assertThat(refused(COMPLETE.replaceAll("flyway.url=.*", "flyway.url=jdbc:sqlite:users.db")))
                .containsExactly(file
                        + ": for flyway.url, which begins with jdbc:sqlite:, there is no JDBC driver on this host.");
    }

    @Test
    void whatOnlyPostgresqlHas_isRefusedForAnotherDatabase() {
        String text = COMPLETE.replaceAll("flyway.url=.*", "flyway.url=jdbc:h2:mem:users");

        assertThat(refused(text + "dbPromote.postgresql=16\ndbPromote.passwordFrom=rds-iam\n"))
                .containsExactly(
                        file + ": dbPromote.passwordFrom is rds-iam, which exists for PostgreSQL, MySQL and MariaDB"
                                + " alone.",
                        file + ": dbPromote.postgresql expects PostgreSQL, but flyway.url names another database.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "password", "ApplicationName"})
    void driverPropertyOfOurs_isRefused(String name) {
        assertThat(refused(COMPLETE + "flyway.jdbcProperties." + name + "=x\n"))
                .containsExactly(file + ": flyway.jdbcProperties." + name + " cannot stand here: user and password are"
                        + " settings of their own, and the connection's name is the host's.");
    }

    @Test
    void expectedPostgresql_isAMajorVersion() throws IOException {
        assertThat(read(COMPLETE + "dbPromote.postgresql=16\n").postgresql()).contains(16);
        assertThat(refused(COMPLETE + "dbPromote.postgresql=16.4\n"))
                .containsExactly(
                        file + ": dbPromote.postgresql is \"16.4\", but can only be a major version, such as" + " 16.");
    }

    @Test
    void passphraseOfTheKey_isASecret() throws IOException {
        assertThat(read(COMPLETE
                                + "flyway.jdbcProperties.sslpassword=hush\nflyway.jdbcProperties.keyStorePassword=quiet\n"
                                + "flyway.jdbcProperties.passwordCharacterEncoding=UTF-8\n")
                        .secrets())
                .contains("hush", "quiet")
                .doesNotContain("UTF-8");
    }

    @Test
    void missingFile_isShownAsItShouldBe() {
        assertThat(catchThrowableOfType(Refusal.class, this::read).problems())
                .singleElement()
                .extracting(Problem::text)
                .isEqualTo("There is no " + file + ", so this host knows nothing of that database.\n"
                        + """
                          → Write it, for its owner alone (chmod 600):
                              flyway.url=jdbc:postgresql://host:5432/database
                              flyway.user=the role that migrates
                              dbPromote.passwordSecret=the secret that holds its password
                              dbPromote.environment=qa
                              dbPromote.bucket=the environment's bucket
                              dbPromote.bucketOwner=123456789012""".indent(2).stripTrailing());
    }

    @Test
    void fileThatIsNotUtf8_isSaidSo() throws IOException {
        Files.write(file, new byte[] {'a', '=', (byte) 0xff, '\n'});
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        assertThat(catchThrowableOfType(Refusal.class, this::read).getMessage())
                .contains(file + " cannot be read: it is not UTF-8");
    }

    @Test
    void initSqlWithPlaceholder_isRefused() {
        assertThat(refused(COMPLETE.replace("'5s'", "'${timeout}'")))
                .containsExactly(
                        file + ": flyway.initSql holds a placeholder, which is replaced in migrations only, not here.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----"})
    void fileOpenToOthers_isRefused(String permissions) throws IOException {
        Files.writeString(file, COMPLETE);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

        Refusal refusal = catchThrowableOfType(Refusal.class, this::read);
        assertThat(refusal.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.summary())
                    .isEqualTo(file + " is open to others than its owner (" + permissions
                            + "), but it may hold a password.");
            assertThat(problem.remedy()).isEqualTo("chmod 600 " + file);
        });
    }
}
