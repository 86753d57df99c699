package io.github.dbpromote.flywayhost;

import io.github.dbpromote.core.model.DatabaseName;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.problem.PlainText;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Refusal;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.internal.configuration.ConfigUtils;

/**
 * What this host alone knows of a database: {@code <database>.conf}, in Flyway's own properties format. No caller can
 * choose any of it.
 *
 * @param file where it stands
 * @param environment the only environment that this host serves for that database
 * @param bucketOwner the AWS account, 12 digits
 * @param product the kind of database, at its {@code flyway.url}
 * @param initSql run on each new connection
 * @param driver the driver's own properties, {@code flyway.jdbcProperties.*}
 * @param flyway what is handed to Flyway as it stands
 * @param postgresql the major version that the server must have; empty for any
 * @param javaMigrations whether the bundle may bring code that runs in this very process
 */
record HostConfiguration(
        Path file,
        EnvironmentName environment,
        String bucket,
        String bucketOwner,
        DatabaseProduct product,
        Optional<String> user,
        PasswordSource password,
        Optional<String> initSql,
        Map<String, String> driver,
        Map<String, String> flyway,
        Optional<Integer> postgresql,
        boolean javaMigrations) {

    private static final String ENVIRONMENT = "dbPromote.environment";
    private static final String BUCKET = "dbPromote.bucket";
    private static final String BUCKET_OWNER = "dbPromote.bucketOwner";
    private static final String PASSWORD_SECRET = "dbPromote.passwordSecret";
    private static final String PASSWORD_FROM = "dbPromote.passwordFrom";
    private static final String POSTGRESQL = "dbPromote.postgresql";
    private static final String JAVA_MIGRATIONS = "dbPromote.javaMigrations";
    private static final String URL = "flyway.url";
    private static final String USER = "flyway.user";
    private static final String PASSWORD = "flyway.password";
    private static final String INIT_SQL = "flyway.initSql";
    private static final String DRIVER_PREFIX = "flyway.jdbcProperties.";
    private static final String PLACEHOLDER_PREFIX = "flyway.placeholders.";

    /** The settings of our own. */
    static final List<String> KEYS =
            List.of(ENVIRONMENT, BUCKET, BUCKET_OWNER, PASSWORD_SECRET, PASSWORD_FROM, POSTGRESQL, JAVA_MIGRATIONS);

    private static final List<String> NOT_THE_DRIVERS = List.of("user", "password", "ApplicationName");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[\\s'\"`\\\\,;()]+");
    private static final int TELLING_WORD = 6;
    /** The drivers' properties that unlock a key or a store, such as {@code sslpassword} and {@code keyStorePassword}. */
    private static final Pattern PASSPHRASE = Pattern.compile(".*password[0-9]?", Pattern.CASE_INSENSITIVE);

    private static final Set<PosixFilePermission> OWNERS = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    HostConfiguration {
        driver = Map.copyOf(driver);
        flyway = Map.copyOf(flyway);
    }

    /** @throws Refusal that names everything that is wrong with the file */
    static HostConfiguration read(Path folder, DatabaseName database) {
        Path file = folder.resolve(database + ".conf");
        List<Problem> problems = new ArrayList<>();
        Reader reader = new Reader(file, settings(file, problems), problems);
        Optional<HostConfiguration> configuration = reader.configuration();
        if (!problems.isEmpty()) {
            throw new Refusal(problems);
        }
        return configuration.orElseThrow();
    }

    private static Map<String, String> settings(Path file, List<Problem> problems) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (!OWNERS.containsAll(permissions)) {
                problems.add(HostProblems.openConfiguration(file, PosixFilePermissions.toString(permissions)));
            }
            // "Raw" leaves ${…} alone, which Flyway would replace from the environment: here nobody sets that.
            return ConfigUtils.loadConfigurationFromReader(Files.newBufferedReader(file, StandardCharsets.UTF_8), true);
        } catch (NoSuchFileException e) {
            throw new Refusal(HostProblems.noConfiguration(file));
        } catch (IOException | FlywayException e) {
            throw new Refusal(HostProblems.unreadableConfiguration(file, reason(e)));
        }
    }

    private static String reason(Exception failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        // Flyway wraps it.
        return FailureReport.find(failure, CharacterCodingException.class).isPresent()
                ? "it is not UTF-8"
                : String.valueOf(failure.getMessage());
    }

    /** The values that must never be shown. */
    List<String> secrets() {
        List<String> secrets = new ArrayList<>(flyway.entrySet().stream()
                .filter(setting -> setting.getKey().startsWith(PLACEHOLDER_PREFIX))
                .map(Map.Entry::getValue)
                .flatMap(value -> Stream.concat(Stream.of(value), wordsOf(value)))
                .distinct()
                .toList());
        driver.forEach((name, value) -> {
            if (PASSPHRASE.matcher(name).matches()) {
                secrets.add(value);
            }
        });
        if (password instanceof PasswordSource.Given given) {
            secrets.add(given.password());
        }
        return secrets;
    }

    /** Databases may quote a value word by word, as PostgreSQL where its syntax ends. Short words are everybody's. */
    private static Stream<String> wordsOf(String value) {
        return BETWEEN_WORDS.splitAsStream(value).filter(word -> word.length() >= TELLING_WORD);
    }

    /** Takes the settings one by one, and notes what is wrong with them. */
    private static final class Reader {
        private final Path file;
        private final Map<String, String> left;
        private final List<Problem> problems;

        Reader(Path file, Map<String, String> settings, List<Problem> problems) {
            this.file = file;
            this.left = new TreeMap<>(settings);
            this.problems = problems;
        }

        /** Empty if there is a problem. */
        Optional<HostConfiguration> configuration() {
            Optional<EnvironmentName> environment = required(ENVIRONMENT, EnvironmentName::new);
            Optional<String> bucket = required(BUCKET, Function.identity());
            Optional<String> owner = required(BUCKET_OWNER, Reader::account);
            Optional<Integer> postgresql = take(POSTGRESQL).flatMap(this::majorVersion);
            boolean javaMigrations = take(JAVA_MIGRATIONS).map(this::flag).orElse(false);
            Optional<DatabaseProduct> product = required(URL, url -> DatabaseProduct.of(url, file));
            Optional<String> user = take(USER);
            PasswordSource password = password(user);
            Optional<String> initSql = take(INIT_SQL);
            initSql.filter(sql -> sql.contains("${"))
                    .ifPresent(sql ->
                            wrong(INIT_SQL, "holds a placeholder, which is replaced in migrations only, not here"));
            Map<String, String> driver = driver();
            Map<String, String> flyway = flyway();
            if (!problems.isEmpty()) {
                return Optional.empty();
            }
            HostConfiguration configuration = new HostConfiguration(
                    file,
                    environment.orElseThrow(),
                    bucket.orElseThrow(),
                    owner.orElseThrow(),
                    product.orElseThrow(),
                    user,
                    password,
                    initSql,
                    driver,
                    flyway,
                    postgresql,
                    javaMigrations);
            refuseWhatTheProductLacks(configuration);
            return Optional.of(configuration);
        }

        private void refuseWhatTheProductLacks(HostConfiguration configuration) {
            if (configuration.password() instanceof PasswordSource.RdsToken) {
                configuration
                        .product()
                        .objectionToTokens(configuration)
                        .ifPresent(reason -> wrong(PASSWORD_FROM, reason));
            }
            if (configuration.postgresql().isPresent() && !(configuration.product() instanceof PostgreSql)) {
                wrong(POSTGRESQL, "expects PostgreSQL, but flyway.url names another database");
            }
        }

        private PasswordSource password(Optional<String> user) {
            Optional<PasswordSource> given = take(PASSWORD).map(PasswordSource.Given::new);
            Optional<PasswordSource> secret = take(PASSWORD_SECRET).map(PasswordSource.InSecret::new);
            Optional<PasswordSource> token = take(PASSWORD_FROM).map(this::passwordFrom);
            List<PasswordSource> sources = new ArrayList<>();
            given.ifPresent(sources::add);
            secret.ifPresent(sources::add);
            token.ifPresent(sources::add);
            if (sources.size() > 1) {
                problems.add(HostProblems.severalPasswords(file));
            }
            // A secret may name the user too.
            if (user.isEmpty() && secret.isEmpty()) {
                problems.add(HostProblems.missingSetting(file, USER));
            }
            return sources.isEmpty() ? new PasswordSource.None() : sources.get(0);
        }

        private PasswordSource passwordFrom(String word) {
            if (!word.equals("rds-iam")) {
                wrong(PASSWORD_FROM, "is \"" + PlainText.shown(word) + "\"; the only other source known is rds-iam");
            }
            return new PasswordSource.RdsToken();
        }

        private Map<String, String> driver() {
            Map<String, String> driver = takeAll(DRIVER_PREFIX);
            NOT_THE_DRIVERS.stream()
                    .filter(driver::containsKey)
                    .forEach(name -> wrong(
                            DRIVER_PREFIX + name,
                            "cannot stand here: user and password are settings of their own, and the connection's name"
                                    + " is the host's"));
            return driver;
        }

        private Map<String, String> flyway() {
            left.keySet().stream()
                    .filter(key -> !key.startsWith("flyway."))
                    .forEach(key -> problems.add(HostProblems.unknownSetting(file, key)));
            Map<String, String> flyway = takeAll("flyway.").entrySet().stream()
                    .collect(Collectors.toMap(setting -> "flyway." + setting.getKey(), Map.Entry::getValue));
            flyway.forEach((key, value) -> FixedSettings.objection(key, value)
                    .ifPresent(reason -> problems.add(HostProblems.fixedSetting(file, key, reason))));
            flyway.keySet().removeIf(FixedSettings::isFixed);
            try {
                Flyway.configure().configuration(flyway);
            } catch (FlywayException e) {
                problems.add(HostProblems.refusedByFlyway(file, String.valueOf(e.getMessage())));
            }
            return flyway;
        }

        private Optional<Integer> majorVersion(String text) {
            if (!text.matches("[1-9][0-9]")) {
                wrong(POSTGRESQL, "is \"" + PlainText.shown(text) + "\", but can only be a major version, such as 16");
                return Optional.empty();
            }
            return Optional.of(Integer.valueOf(text));
        }

        private boolean flag(String text) {
            if (!text.equals("true") && !text.equals("false")) {
                wrong(JAVA_MIGRATIONS, "is \"" + PlainText.shown(text) + "\", but can only be true or false");
            }
            return text.equals("true");
        }

        private static String account(String text) {
            if (!text.matches("[0-9]{12}")) {
                throw new IllegalArgumentException("is not an AWS account of 12 digits");
            }
            return text;
        }

        private <T> Optional<T> required(String key, Function<String, T> type) {
            Optional<String> text = take(key);
            if (text.isEmpty()) {
                problems.add(HostProblems.missingSetting(file, key));
                return Optional.empty();
            }
            try {
                return text.map(type);
            } catch (Refusal e) {
                problems.addAll(e.problems());
            } catch (IllegalArgumentException e) {
                wrong(key, String.valueOf(e.getMessage()));
            }
            return Optional.empty();
        }

        private void wrong(String key, String reason) {
            problems.add(HostProblems.wrongSetting(file, key, reason));
        }

        private Optional<String> take(String key) {
            return Optional.ofNullable(left.remove(key)).filter(value -> !value.isBlank());
        }

        private Map<String, String> takeAll(String prefix) {
            Map<String, String> taken = left.entrySet().stream()
                    .filter(setting -> setting.getKey().startsWith(prefix))
                    .collect(Collectors.toMap(
                            setting -> setting.getKey().substring(prefix.length()), Map.Entry::getValue));
            left.keySet().removeIf(key -> key.startsWith(prefix));
            return taken;
        }
    }
}
