package io.github.dbpromote.flywayhost;

import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.problem.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** MySQL, MariaDB, and what speaks their protocol, such as Aurora MySQL. */
final class MySql extends AddedDatabase {
    private static final String MARIADB = "jdbc:mariadb:";
    private static final String MYSQL = "jdbc:mysql:";
    private static final int DEFAULT_PORT = 3306;
    /** One host, as an RDS token is signed for one; both drivers also take lists and options here. */
    private static final Pattern ADDRESS =
            Pattern.compile("jdbc:(?:mariadb|mysql)://([A-Za-z0-9._-]+)(?::([0-9]{1,5}))?(?:[/?].*)?");

    private static final Pattern TLS = Pattern.compile("[?&]sslmode=([^&]*)");
    /** The values of {@code sslMode} with which the drivers of MariaDB and MySQL verify who answers. */
    private static final Set<String> VERIFIED = Set.of("verify-full", "verify-ca", "verify_identity", "verify_ca");

    MySql(String url) {
        super(url);
    }

    static boolean handles(String url) {
        return url.startsWith(MARIADB) || url.startsWith(MYSQL);
    }

    @Override
    String driverArtifact() {
        return url().startsWith(MARIADB) ? "org.mariadb.jdbc:mariadb-java-client" : "com.mysql:mysql-connector-j";
    }

    @Override
    String moduleArtifact() {
        return "org.flywaydb:flyway-mysql:" + Version.flyway();
    }

    @Override
    public String name() {
        return url().startsWith(MARIADB) ? "MariaDB" : "MySQL";
    }

    /** The token is sent as it is, which only TLS hides (RDS User Guide, "IAM database authentication"). */
    @Override
    public Optional<String> objectionToTokens(HostConfiguration configuration) {
        if (!ADDRESS.matcher(url()).matches()) {
            return Optional.of("is rds-iam, for which flyway.url must name one host: " + MARIADB + "//host:port/name");
        }
        return tls(configuration).filter(VERIFIED::contains).isPresent()
                ? Optional.empty()
                : Optional.of("is rds-iam, which sends the token as it is: set flyway.jdbcProperties.sslMode to"
                        + " verify-full (MariaDB's driver) or VERIFY_IDENTITY (MySQL's)");
    }

    private Optional<String> tls(HostConfiguration configuration) {
        Map<String, String> properties = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        properties.putAll(configuration.driver());
        Matcher parameter = TLS.matcher(url().toLowerCase(Locale.ROOT));
        return Optional.ofNullable(properties.get("sslMode"))
                .map(mode -> mode.toLowerCase(Locale.ROOT))
                .or(() -> parameter.find() ? Optional.of(parameter.group(1)) : Optional.empty());
    }

    @Override
    Login login(Credentials credentials) {
        Matcher address = ADDRESS.matcher(url());
        return address.matches()
                ? credentials.login(
                        address.group(1),
                        Optional.ofNullable(address.group(2))
                                .map(Integer::valueOf)
                                .orElse(DEFAULT_PORT))
                : super.login(credentials);
    }

    /** Aurora's readers say so by the second of these (Aurora User Guide, "innodb_read_only"), other replicas by the first. */
    @Override
    public Optional<Problem> objection(Session session, HostConfiguration configuration, Order order) {
        boolean reader = session.first(
                        "ask the server whether it is a reader",
                        "SELECT @@global.read_only + @@global.innodb_read_only > 0",
                        row -> row.getBoolean(1))
                .orElse(false);
        return reader
                ? Optional.of(HostProblems.reader(configuration.file()))
                : super.objection(session, configuration, order);
    }

    @Override
    public List<String> stillAtWork() {
        return List.of(HostProblems.mayStillBeAtWork() + ":", "  SHOW FULL PROCESSLIST;");
    }
}
