package io.github.dbpromote.flywayhost;

import io.github.dbpromote.core.model.Claim;
import io.github.dbpromote.core.model.DatabaseName;
import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.model.Outcome;
import io.github.dbpromote.core.problem.PlainText;
import io.github.dbpromote.core.problem.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Every sentence with which the host refuses an order. They reach a person through Systems Manager. */
final class HostProblems {
    private HostProblems() {}

    // ---- the command line

    static Problem wrongNumberOfArguments(List<String> found) {
        return new Problem(
                "usage",
                "5 arguments are needed, but "
                        + (found.isEmpty()
                                ? "none was given."
                                : found.size() + " were given: " + PlainText.shown(String.join(" ", found)) + "."),
                otherDocument()
                        + "\nflyway-host <migrate|inspect|repair> <database> <environment> <deployment> <execution timeout"
                        + " in seconds>");
    }

    static Problem malformedArgument(String name, String value, String reason) {
        return malformedArgument("The " + name + " \"" + PlainText.shown(value) + "\" " + reason + ".");
    }

    static Problem malformedArgument(String sentence) {
        return new Problem("usage", PlainText.line(sentence), "Nothing was done. " + otherDocument());
    }

    private static String otherDocument() {
        return "The SSM document fixes the arguments. This is flyway-host " + Version.own()
                + ": if the document is of another version, update the older of the two.";
    }

    /** A problem that core words for whoever meets it, in the words that fit here. */
    static Problem onThisHost(Problem problem) {
        return problem.code().equals("newer-format")
                ? new Problem(
                        problem.code(),
                        problem.summary(),
                        "Nothing was done. This is flyway-host " + Version.own()
                                + ": install on this host the version of the plugin that wrote it.")
                : problem;
    }

    static Problem noRegion() {
        return new Problem(
                "no-region",
                "Nothing says in which AWS region this host works.",
                "The SSM agent sets AWS_SSM_REGION_NAME; by hand, set AWS_REGION.");
    }

    // ---- the configuration

    static Problem noConfiguration(Path file) {
        return new Problem(
                "no-configuration", "There is no " + file + ", so this host knows nothing of that database.", """
                Write it, for its owner alone (chmod 600):
                  flyway.url=jdbc:postgresql://host:5432/database
                  flyway.user=the role that migrates
                  dbPromote.passwordSecret=the secret that holds its password
                  dbPromote.environment=qa
                  dbPromote.bucket=the environment's bucket
                  dbPromote.bucketOwner=123456789012""");
    }

    static Problem unreadableConfiguration(Path file, String reason) {
        return new Problem("unreadable-configuration", file + " cannot be read: " + reason, "chown and chmod 600 it.");
    }

    static Problem openConfiguration(Path file, String permissions) {
        return new Problem(
                "open-configuration",
                file + " is open to others than its owner (" + permissions + "), but it may hold a password.",
                "chmod 600 " + file);
    }

    static Problem missingSetting(Path file, String key) {
        return new Problem("missing-setting", file + " does not set " + key + ".", "Add a line " + key + "=…");
    }

    static Problem unknownSetting(Path file, String key) {
        return new Problem(
                "unknown-setting",
                file + " sets " + key + ", which nobody here reads.",
                "Settings begin with flyway. or are " + String.join(", ", HostConfiguration.KEYS) + ".");
    }

    static Problem fixedSetting(Path file, String key, String reason) {
        return new Problem("fixed-setting", file + " sets " + key + ", but " + reason + ".", "Remove the line.");
    }

    static Problem wrongSetting(Path file, String key, String reason) {
        return new Problem("wrong-setting", file + ": " + key + " " + reason + ".", "Correct the line.");
    }

    static Problem refusedByFlyway(Path file, String reason) {
        return new Problem("wrong-setting", file + ": Flyway does not accept it: " + reason, "Correct the line.");
    }

    static Problem severalPasswords(Path file) {
        return new Problem(
                "several-passwords",
                file + " says more than once how to get the password.",
                "Keep one of dbPromote.passwordSecret, dbPromote.passwordFrom and flyway.password.");
    }

    static Problem binarySecret(String secret) {
        return new Problem(
                "binary-secret",
                "Secret " + secret + " is binary.",
                "Store the password as text, or as JSON with a member \"password\".");
    }

    static Problem noPasswordInSecret(String secret) {
        return new Problem(
                "no-password-in-secret",
                "Secret " + secret + " is a JSON object without a string member \"password\".",
                "Store {\"username\":…,\"password\":…} or the plain password.");
    }

    static Problem noUserInSecret(Path file, String secret) {
        return new Problem(
                "no-user",
                "Neither " + file + " (flyway.user) nor secret " + secret
                        + " (\"username\") names the database's user.",
                "Set flyway.user.");
    }

    // ---- other databases than PostgreSQL

    static Problem noDriver(Path file, String scheme, String artifact) {
        return new Problem(
                "no-driver",
                file + ": for flyway.url, which begins with " + PlainText.shown(scheme)
                        + ", there is no JDBC driver on this host.",
                putBeside("the driver", artifact));
    }

    static Problem noFlywayModule(Path file, String scheme, String artifact) {
        return new Problem(
                "no-flyway-module",
                file + ": for flyway.url, which begins with " + PlainText.shown(scheme)
                        + ", there is no module of Flyway's on this host.",
                putBeside("the module", artifact));
    }

    private static String putBeside(String what, String artifact) {
        return "Put the jar of " + what + " (" + artifact + ") into a folder beside flyway-host.jar, owned by root, and"
                + " name that folder in the launcher:\n"
                + "exec java -cp '/opt/db-promote/flyway-host.jar:/opt/db-promote/drivers/*' " + Main.class.getName()
                + " \"$@\"";
    }

    static Problem notPostgresql(int expected, String found, String expectedBy, Path file) {
        return new Problem(
                "wrong-postgresql",
                "PostgreSQL " + expected + " is expected by " + expectedBy + ", but the server is " + found + ".",
                "Nothing was run. Remove " + expectedBy + ", or correct flyway.url in " + file + ".");
    }

    static String notUndone(String script) {
        return script + " may be half done: this database does not undo a script as a whole.";
    }

    /** Without its end, behind which SQL may stand that shows the sessions. */
    static String mayStillBeAtWork() {
        return "The server may still be at work on it. Wait until the host's user has no session there any more";
    }

    /** Of a run that is not this host's any more, in the middle of it. */
    static Problem nothingFurther(Problem meanwhile) {
        return new Problem(meanwhile.code(), meanwhile.summary() + " Nothing further was started.", "");
    }

    static Problem tlsOfDriver(String message, Path file) {
        return new Problem(
                "database-unreachable",
                "Host and database do not agree on TLS: " + message,
                "Check the driver's properties for TLS (flyway.jdbcProperties.…) in " + file + ".");
    }

    // ---- the database

    static Problem wrongPassword(String message, HostConfiguration configuration) {
        return new Problem(
                "wrong-password",
                configuration.product().name() + " does not accept the host's login: " + message + ".",
                configuration.password().whereToLook(configuration.file()));
    }

    static Problem loginRefused(String message, Path file) {
        return new Problem(
                "login-refused",
                "PostgreSQL does not let the host in: " + message + ".",
                "Check that flyway.user in " + file
                        + " is a role that may log in, and that the server admits this host:"
                        + " its pg_hba.conf, and whether it demands TLS (flyway.jdbcProperties.sslmode).");
    }

    static Problem noSuchDatabase(String message, Path file) {
        return new Problem(
                "no-such-database",
                "The server is there, but not the database: " + message + ".",
                "Create it, or correct flyway.url in " + file + ".");
    }

    static Problem tooManyConnections(String message, DatabaseProduct product) {
        return new Problem(
                "too-many-connections",
                product.name() + " has no connection left for this host: " + message + ".",
                "Try again when others have gone, or raise the limit of the server, the database or the role.");
    }

    static Problem notYetUp(String message) {
        return new Problem(
                "database-unreachable",
                "PostgreSQL takes no connections at the moment: " + message + ".",
                "Try again when it is up.");
    }

    static Problem unknownHost(String host, Path file) {
        return new Problem(
                "database-unreachable",
                "The database's server " + PlainText.shown(host) + " is not known on this host.",
                "Check flyway.url in " + file + ", and the DNS of this network.");
    }

    static Problem noAnswer(String url, Path file) {
        return new Problem(
                "database-unreachable",
                "Nothing answers at " + url + ".",
                "Check flyway.url in " + file + ", and the routes and security groups between here and there.");
    }

    static Problem unreachable(String message, Path file) {
        return new Problem(
                "database-unreachable",
                "The database cannot be reached: " + message,
                "Check flyway.url in " + file + ", and whether the server is up.");
    }

    static Problem tls(String message, Path file) {
        return new Problem(
                "database-unreachable",
                "Host and database do not agree on TLS: " + message,
                "Check flyway.jdbcProperties.sslmode and sslrootcert in " + file + ".");
    }

    static Problem connectionBroke(String message) {
        return new Problem(
                "database-unreachable",
                "The connection to the database broke: " + message,
                "Look at the server's log; order it again when it is up.");
    }

    static Problem reader(Path file) {
        return new Problem(
                "read-only-database",
                "The server that answers is a reader: it takes no writes.",
                "Set flyway.url in " + file + " to the writer, of an Aurora cluster the cluster endpoint.");
    }

    /** @param expectedBy the setting that says so */
    static Problem otherPostgresql(int expected, String found, String expectedBy, Path file) {
        return new Problem(
                "wrong-postgresql",
                "PostgreSQL " + expected + " is expected by " + expectedBy + ", but the server is " + found + ".",
                "Nothing was run. Correct flyway.url in " + file + ", or after an upgrade of the server " + expectedBy
                        + ".");
    }

    static String postgresqlOfParameter(DatabaseName database, EnvironmentName environment) {
        return "\"postgresql\" in parameter " + Environment.parameterPath(database) + "/" + environment;
    }

    static String postgresqlOfHost(Path file) {
        return "dbPromote.postgresql in " + file;
    }

    static Problem initSqlFailed(DatabaseProduct product, Path file, String reason) {
        return new Problem(
                "init-sql-failed",
                product.name() + " refuses flyway.initSql: " + reason + ".",
                "Correct the line in " + file + ".");
    }

    // ---- the order

    static Problem otherEnvironment(String asked, String configured, Path file) {
        return new Problem(
                "other-environment",
                "This was started for " + asked + ", but " + file + " says that this host serves " + configured + ".",
                "Nothing was done. Check which hosts carry the environment's tag.");
    }

    static Problem otherOrder(String deployment, String what, String ordered, String started) {
        return new Problem(
                "other-order",
                "Deployment " + deployment + " was ordered with " + what + " " + ordered + ", but started with "
                        + started + ".",
                "Nothing was done. Each environment and action has an SSM document of its own.");
    }

    static Problem notInFlight(String deployment, String inFlight) {
        return new Problem(
                "not-in-flight",
                "The ledger says that " + inFlight + " is in flight, not " + deployment + ".",
                "Nothing was done. This order is over, or was never begun.");
    }

    static Problem endedMeanwhile(String deployment, Outcome outcome) {
        return new Problem(
                "ended-meanwhile",
                "Deployment " + deployment + " has ended meanwhile: its receipt says " + outcome + ".",
                "Nothing was run. An inspection took this host for lost.");
    }

    static Problem tooLate(String deployment, Instant notAfter, Instant now) {
        return new Problem(
                "too-late",
                "Deployment " + deployment + " was not to start after " + notAfter + ", and it is " + now + ".",
                "Nothing was done. Order it again.");
    }

    static Problem claimedByOther(Claim claim) {
        String deployment = claim.deployment().value();
        return switch (claim.kind()) {
            case CLAIMED ->
                new Problem(
                        "already-claimed",
                        "Deployment " + deployment + " is already claimed by " + claim.by() + ".",
                        "Nothing was done. A deployment is carried out once.");
            case VOID ->
                new Problem(
                        "void",
                        "Deployment " + deployment + " is void: " + claim.by() + " gave it up.",
                        "Nothing was done. Order it again.");
        };
    }

    static Problem noSubject(String deployment) {
        return new Problem(
                "no-subject",
                "Inspection " + deployment + " does not say which deployment to look into.",
                "Nothing was done. Order it again.");
    }

    static Problem nothingToInspect(String subject, String reason) {
        return new Problem(
                "nothing-to-inspect",
                "Deployment " + subject + " needs no inspection: " + reason + ".",
                "mvn db:settle brings the ledger up to date.");
    }

    // ---- what a person has to look at

    static String outsideATransaction(String script) {
        return script + " runs outside a transaction, so that it may be half done.";
    }

    static String statementByStatement() {
        return "Each of its statements counts from the moment at which it ended: compare the database with the script.";
    }

    static String doneOrUndone(String script) {
        return script + " was begun last. It runs in a transaction: if it is not in the schema history, it left nothing"
                + " behind.";
    }

    static String whatIsApplied() {
        return "What is applied:";
    }

    static String noHistory(String table) {
        return "There is no schema history " + table + " yet: Flyway has applied nothing.";
    }

    static String notAskedAfterwards() {
        return "The database could not be asked afterwards what was applied.";
    }

    /** What to do about a migration that Flyway noted as failed. */
    static String wayOn(EnvironmentName environment) {
        return "Remove what it left behind; mvn db:repair -Denv=" + environment + "; correct the file and publish.";
    }

    /** What to do where only a person can tell how it ended. */
    static List<String> decision(EnvironmentName environment) {
        String resolve = "  mvn db:resolve -Denv=" + environment + " -Ddb.as=";
        String reason = " -Ddb.reason=\"…\"";
        return List.of(
                "If it is complete and stands there as applied:",
                resolve + "succeeded" + reason,
                "Else remove what it left behind; then this lets it run again:",
                resolve + "failed" + reason);
    }

    // ---- the host itself

    static Problem timeIsUp(Optional<String> running, Duration work, Duration timeout) {
        return new Problem(
                "stopped",
                stoppedWhile(running) + "it had " + work.toSeconds() + " s of the execution timeout of "
                        + timeout.toSeconds() + " s.",
                "Raise executionTimeout in the environment's parameter and in its SSM document.");
    }

    static Problem toldToEnd(Optional<String> running) {
        return new Problem(
                "stopped",
                stoppedWhile(running) + "the system told it to end (SIGTERM), as when the instance shuts down.",
                "Order it again when a host is up.");
    }

    /** Before anything was run. */
    static Problem toldToEnd() {
        return new Problem(
                "stopped",
                "The system told this host to end (SIGTERM), as when the instance shuts down.",
                "Nothing was run. Order it again when a host is up.");
    }

    private static String stoppedWhile(Optional<String> running) {
        return "The host stopped the run"
                + running.map(label -> " while " + label + " was running").orElse("") + ": ";
    }

    static Problem stateUnwritable(Path folder, String reason) {
        return new Problem(
                "state-unwritable",
                folder + " cannot be written: " + reason + ".",
                "Create it, owned by the user whom the SSM agent runs as, or set FLYWAY_HOST_STATE.");
    }

    static Problem noRoom(Path folder, int bytes, String reason) {
        return new Problem(
                "no-room",
                folder + " has no room for the " + bytes / 1024 + " KB that a run may need: " + reason + ".",
                "Nothing was done. Free some space there (older logs in " + folder.resolve("logs")
                        + "), and order again.");
    }

    static String logIncomplete(Path file) {
        return "The log " + file + " is incomplete: the disk may be full. The receipt does not depend on it.";
    }

    static String receiptKept(Path file) {
        return "The receipt could not be stored; it is kept in " + file
                + ", and the next run on this host will bring it.";
    }

    static String receiptNowhere(EnvironmentName environment) {
        return "The receipt could neither be stored nor kept on this host. mvn db:resolve -Denv=" + environment
                + " finds out what is applied.";
    }

    static Problem internalError(Throwable failure) {
        return new Problem(
                "internal-error",
                "flyway-host failed: " + failure + ", at "
                        + Arrays.stream(failure.getStackTrace())
                                .findFirst()
                                .map(Object::toString)
                                .orElse("an unknown place")
                        + ".",
                "Look at the deployment with mvn db:status, and report this.");
    }
}
