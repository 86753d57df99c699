package io.github.dbpromote.flywayhost;

import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.model.Failure;
import io.github.dbpromote.core.problem.Outage;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Refusal;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.flywaydb.core.api.output.ValidateOutput;
import org.flywaydb.core.internal.exception.FlywayMigrateException;
import org.flywaydb.core.internal.sqlscript.FlywaySqlScriptException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Turns what was thrown into what a person needs: which script, which line of it as the project has it, and
 * the server's own words. Never the SQL that was sent, in which placeholders are replaced.
 */
final class FailureReport {
    private static final Pattern MISSING_PLACEHOLDER =
            Pattern.compile("No value provided for placeholder: ([^\\n]+?)\\. ");
    private static final Pattern MIXED = Pattern.compile(
            "^Detected both transactional and non-transactional statements .* found at line (\\d+): ", Pattern.DOTALL);
    private static final Pattern UNPARSABLE = Pattern.compile("Unable to parse statement in (.+?) at line (\\d+) col");

    /** What MariaDB's driver puts before the server's message. */
    private static final Pattern CONNECTION_NUMBER = Pattern.compile("^\\(conn=\\d+\\) ");

    private final EnvironmentName environment;
    private final ConnectionReport connections;
    private final FlywayRun flyway;
    private final BundleFiles files;

    FailureReport(EnvironmentName environment, ConnectionReport connections, FlywayRun flyway, BundleFiles files) {
        this.environment = environment;
        this.connections = connections;
        this.flyway = flyway;
        this.files = files;
    }

    Failure of(Throwable failure) {
        Optional<Failure> known = known(failure);
        if (known.isPresent()) {
            return known.get();
        }
        Optional<FlywaySqlScriptException> script = find(failure, FlywaySqlScriptException.class);
        if (script.isPresent()) {
            return ofStatement(script.get());
        }
        if (failure instanceof FlywayValidateException) {
            return ofValidation();
        }
        return find(failure, SQLException.class)
                .flatMap(cause -> ofConnection(cause, connections))
                .orElseGet(() -> ofFlyway(failure));
    }

    /** Of what went wrong before there was anything to migrate with. */
    static Failure beforeFlyway(Throwable failure, ConnectionReport connections) {
        return known(failure)
                .or(() -> find(failure, SQLException.class)
                        .map(cause ->
                                ofConnection(cause, connections).orElseGet(() -> plain("database-failed", cause))))
                .orElseGet(() -> ofBug(failure));
    }

    /** Of a repair that would do more than a repair should. */
    Failure ofDrift(List<Drift> drift) {
        return Failure.of(
                "repair-refused",
                "Repair would accept more than the failed migration: "
                        + drift.stream().map(Drift::text).collect(Collectors.joining("; "))
                        + ". Restore each file, or publish a bundle that has it as it was applied; then mvn db:repair"
                        + " -Denv=" + environment + ".");
    }

    private static Optional<Failure> known(Throwable failure) {
        return find(failure, RunFailure.class)
                .map(RunFailure::failure)
                .or(() -> find(failure, Refusal.class)
                        .map(refusal ->
                                HostProblems.onThisHost(refusal.problems().get(0)))
                        .or(() -> find(failure, Outage.class).map(Outage::problem))
                        .map(FailureReport::ofProblem));
    }

    /** Of what is neither the database's nor Flyway's. */
    private static Failure ofBug(Throwable failure) {
        return Failure.of("internal-error", failure.getClass().getSimpleName() + ": " + failure.getMessage());
    }

    static Failure ofProblem(Problem problem) {
        return ofProblem(problem, Optional.empty());
    }

    private static Failure ofProblem(Problem problem, Optional<String> sqlState) {
        return new Failure(
                problem.code(),
                problem.summary(),
                Optional.empty(),
                Optional.empty(),
                sqlState,
                Optional.of(problem.remedy()).filter(remedy -> !remedy.isEmpty()));
    }

    private static Optional<Failure> ofConnection(SQLException failure, ConnectionReport connections) {
        return connections.of(failure, message(failure)).map(problem -> {
            Failure known = ofProblem(problem, Optional.ofNullable(failure.getSQLState()));
            return detail(failure)
                    .map(detail -> Conclusion.withDetail(known, detail))
                    .orElse(known);
        });
    }

    private static Failure plain(String code, SQLException failure) {
        return new Failure(
                code,
                message(failure),
                Optional.empty(),
                Optional.empty(),
                Optional.ofNullable(failure.getSQLState()),
                detail(failure));
    }

    private Failure ofStatement(FlywaySqlScriptException failure) {
        SQLException cause = find(failure, SQLException.class).orElseThrow();
        return new Failure(
                "migration-failed",
                message(cause),
                Optional.of(failure.getResource().getRelativePath()),
                line(failure, cause),
                Optional.ofNullable(cause.getSQLState()),
                detail(cause));
    }

    /** Flyway knows the line of the statement's first word, PostgreSQL the position in all that was sent. */
    private static Optional<Integer> line(FlywaySqlScriptException failure, SQLException cause) {
        // In a batch Flyway cannot tell which statement it was.
        if (failure.getLineNumber() < 1
                || find(failure, BatchUpdateException.class).isPresent()) {
            return Optional.empty();
        }
        int position = serverError(cause).map(ServerErrorMessage::getPosition).orElse(0);
        return Optional.of(
                failure.getLineNumber() + new StatementText(failure.getStatement()).linesBelowFirstWord(position));
    }

    private Failure ofValidation() {
        List<ValidateOutput> objections = flyway.objections();
        Optional<ValidateOutput> first = objections.stream().findFirst();
        return new Failure(
                "validation-failed",
                first.map(this::objection).orElse("Flyway's validation failed."),
                first.map(output -> output.filepath).filter(path -> path != null && !path.isEmpty()),
                Optional.empty(),
                Optional.empty(),
                Optional.of(objections.stream().skip(1).map(this::objection).collect(Collectors.joining("\n")))
                        .filter(text -> !text.isEmpty()));
    }

    private String objection(ValidateOutput output) {
        String migration = ("Migration " + output.version + " " + output.description).replaceAll(" +", " ");
        if (output.errorDetails.errorCode == CoreErrorCode.CHECKSUM_MISMATCH) {
            return migration + " is applied already, with another content than the bundle's.";
        }
        if (output.errorDetails.errorCode == CoreErrorCode.APPLIED_VERSIONED_MIGRATION_NOT_RESOLVED
                || output.errorDetails.errorCode == CoreErrorCode.APPLIED_REPEATABLE_MIGRATION_NOT_RESOLVED) {
            return migration + " is applied already, but the bundle does not have it.";
        }
        if (output.errorDetails.errorCode == CoreErrorCode.FAILED_VERSIONED_MIGRATION
                || output.errorDetails.errorCode == CoreErrorCode.FAILED_REPEATABLE_MIGRATION) {
            return migration + " failed in an earlier run, and the schema history still says so. "
                    + HostProblems.wayOn(environment);
        }
        return migration + ": " + firstLine(output.errorDetails.errorMessage);
    }

    private Failure ofFlyway(Throwable failure) {
        Optional<String> script = find(failure, UnreadableScript.class).map(UnreadableScript::script);
        Optional<Matcher> placeholder = match(failure, MISSING_PLACEHOLDER);
        if (placeholder.isPresent()) {
            return ofPlaceholder(placeholder.get().group(1), script);
        }
        Optional<Matcher> mixed = match(failure, MIXED);
        if (mixed.isPresent()) {
            return ofMixture(script, Integer.parseInt(mixed.get().group(1)));
        }
        Optional<Matcher> unparsable = match(failure, UNPARSABLE);
        if (unparsable.isPresent()) {
            return ofParser(
                    unparsable.get().group(1), Integer.parseInt(unparsable.get().group(2)));
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof FlywayException flywayFailure) {
                return ofFlyway(flywayFailure, script);
            }
        }
        return find(failure, SQLException.class)
                .map(cause -> plain("database-failed", cause))
                .orElseGet(() -> ofBug(failure));
    }

    /** In Flyway's own messages, from the outermost on. */
    private static Optional<Matcher> match(Throwable failure, Pattern pattern) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Matcher matcher = pattern.matcher(String.valueOf(cause.getMessage()));
            if (cause instanceof FlywayException && matcher.find()) {
                return Optional.of(matcher);
            }
        }
        return Optional.empty();
    }

    private static Failure ofFlyway(FlywayException failure, Optional<String> script) {
        String code = failure.getErrorCode().toString().toLowerCase(Locale.ROOT).replace('_', '-');
        Optional<SQLException> cause = find(failure, SQLException.class);
        List<String> lines = String.valueOf(failure.getMessage())
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        Optional<String> furtherLines =
                lines.size() < 2 ? Optional.empty() : Optional.of(String.join("\n", lines.subList(1, lines.size())));
        return new Failure(
                "flyway-" + code,
                cause.map(FailureReport::message).orElseGet(() -> lines.isEmpty() ? code : lines.get(0)),
                script.or(() -> find(failure, FlywayMigrateException.class)
                        .map(migrate -> migrate.getMigration().getScript())),
                Optional.empty(),
                cause.map(SQLException::getSQLState),
                cause.isPresent() ? cause.flatMap(FailureReport::detail) : furtherLines);
    }

    private Failure ofPlaceholder(String placeholder, Optional<String> script) {
        Optional<BundleFiles.Place> place = files.find(placeholder, script);
        return new Failure(
                "placeholder-missing",
                "The host has no value for the placeholder " + placeholder + ".",
                place.map(BundleFiles.Place::script).or(() -> script),
                place.map(BundleFiles.Place::line),
                Optional.empty(),
                Optional.of("Set flyway.placeholders.… in the host's configuration of this database."));
    }

    private static Failure ofMixture(Optional<String> script, int line) {
        return new Failure(
                "mixed-transactions",
                "The script mixes statements that run in a transaction with one that cannot.",
                script,
                Optional.of(line),
                Optional.empty(),
                Optional.of("Statements like CREATE INDEX CONCURRENTLY or VACUUM need a migration of their own, or"
                        + " executeInTransaction=false in the script's .conf."));
    }

    private static Failure ofParser(String script, int line) {
        return new Failure(
                "unparsable",
                "Flyway cannot tell where the statement that begins here ends.",
                Optional.of(script),
                Optional.of(line),
                Optional.empty(),
                Optional.of("Look for a quote, a bracket or a $$ that is never closed."));
    }

    /** The server's own words, without the driver's additions. */
    static String message(SQLException failure) {
        return serverError(failure)
                .map(ServerErrorMessage::getMessage)
                .orElseGet(() -> CONNECTION_NUMBER
                        .matcher(firstLine(String.valueOf(failure.getMessage())))
                        .replaceFirst(""));
    }

    /** Class 08 of the SQLSTATEs, in the SQL standard as in PostgreSQL. */
    static boolean isAboutTheConnection(SQLException failure) {
        return String.valueOf(failure.getSQLState()).startsWith("08");
    }

    private static Optional<String> detail(SQLException failure) {
        Optional<ServerErrorMessage> server = serverError(failure);
        if (server.isEmpty()) {
            return Optional.empty();
        }
        List<String> lines = new ArrayList<>();
        add(lines, "Detail: ", server.get().getDetail());
        add(lines, "Hint: ", server.get().getHint());
        add(lines, "Where: ", server.get().getWhere());
        return lines.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", lines));
    }

    private static void add(List<String> lines, String label, String text) {
        if (text != null && !text.isBlank()) {
            lines.add(label + text);
        }
    }

    private static Optional<ServerErrorMessage> serverError(SQLException failure) {
        return find(failure, PSQLException.class).map(PSQLException::getServerErrorMessage);
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    /** The innermost of that type among the causes; of a batch, what the driver says of the statement at fault. */
    static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
        T found = null;
        Throwable cause = failure;
        // A chain of causes may, by mistake, bite its own tail.
        for (int depth = 0; cause != null && depth < 50; depth++) {
            if (type.isInstance(cause)) {
                found = type.cast(cause);
            }
            cause = cause instanceof BatchUpdateException batch && batch.getNextException() != null
                    ? batch.getNextException()
                    : cause.getCause();
        }
        return Optional.ofNullable(found);
    }
}
