package io.github.dbpromote.plugin;

import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.problem.PlainText;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.plugin.text.Shown;
import java.nio.file.Path;
import java.util.List;

/** What only the plugin has to say to a person: about the build, not about AWS or the protocol. */
final class PluginProblems {
    private static final int LONGEST_PATH = 300;

    private PluginProblems() {}

    /** A path as it may be shown: systems take longer ones than a person reads. */
    private static String shown(Path path) {
        return PlainText.abbreviated(Shown.path(path), LONGEST_PATH);
    }

    static Problem offline() {
        return new Problem(
                "offline",
                "Maven is offline (-o), and this goal needs AWS.",
                "Run it without -o, or against the sandbox: -Ddb.sandbox");
    }

    static Problem contradictoryEnvironments(EnvironmentName configured, EnvironmentName typed) {
        return new Problem(
                "contradictory-environments",
                "This execution is configured for " + configured + ", but -Denv=" + typed + " was typed.",
                "Leave -Denv out, or name the goal without an execution: mvn db:promote -Denv=" + typed);
    }

    static Problem noEnvironment(String goal, String example) {
        return new Problem(
                "no-environment-named",
                "Which environment? " + goal + " needs one.",
                "mvn db:" + goal + " -Denv=" + example);
    }

    static Problem noDryRun(String goal) {
        return new Problem(
                "no-dry-run",
                "db:" + goal + " has no dry run: it would have acted.",
                "Leave -Ddb.dryRun out. mvn db:status shows what is where; publish and promote have a dry run.");
    }

    static Problem notSent(String database, List<String> atFault) {
        return new Problem(
                "not-sent",
                database + ": nothing is sent, because of what stands in the way of " + String.join(", ", atFault)
                        + " (above).",
                "Mend that first, then run the same command again.");
    }

    static Problem malformedChoice(String property, String value, List<String> known) {
        return new Problem(
                "malformed-choice",
                property + " is \"" + PlainText.shown(value) + "\", but must be " + String.join(" or ", known) + ".",
                "-D" + property + "=" + known.get(0));
    }

    static Problem noMigrations(List<Path> directories) {
        String looked = directories.stream()
                .map(PluginProblems::shown)
                .reduce((a, b) -> a + ", " + b)
                .orElse("");
        return new Problem(
                "no-migrations",
                "There are no migrations here: " + looked + " does not exist or holds none.",
                "Put them there, for instance as V1__create_users.sql, or set <directories> in the plugin's"
                        + " configuration.");
    }

    static Problem noArtifact() {
        return new Problem(
                "no-artifact",
                "Which bundle? publish-artifact needs one.",
                "Name it: -Ddb.artifact=com.acme:users:1.4.0");
    }

    static Problem artifactNotTyped() {
        return new Problem(
                "artifact-not-typed",
                "db.artifact stands in the POM or in settings, but says what to publish this one time.",
                "Take it out there, and type it: mvn db:publish -Ddb.artifact=com.acme:users:1.4.0");
    }

    static Problem noDatabase() {
        return new Problem(
                "no-database", "Which database? There is no POM here with migrations.", "Name it: -Ddb.database=users");
    }

    static Problem severalDatabases(String goal, List<String> known) {
        return new Problem(
                "several-databases",
                "Which database? " + goal + " works on one, and here are " + String.join(", ", known) + ".",
                "Name it: -Ddb.database=" + known.get(0));
    }

    static Problem unknownDatabase(String asked, List<String> known) {
        return new Problem(
                "unknown-database",
                "No module of this build has a database \"" + PlainText.shown(asked) + "\". "
                        + (known.isEmpty() ? "None has migrations." : "There are: " + String.join(", ", known) + "."),
                "Name one of these with -Ddb.database=…, or leave it out for all.");
    }

    static Problem sameDatabase(String database) {
        return new Problem(
                "same-database",
                "Several modules of this build have the database \"" + PlainText.shown(database) + "\".",
                "Give each module its own name with <database> in the plugin's configuration.");
    }

    static Problem unknownAccess(String environment, String database, List<String> known) {
        return new Problem(
                "unknown-environment",
                "<environments> in the plugin's configuration names \"" + environment
                        + "\", which is not on the path of " + database + ". There are: " + String.join(", ", known)
                        + ".",
                "Correct the name, or take the entry out.");
    }

    static Problem notCompared() {
        return new Problem("not-compared", "Not compared with what is applied: the problems above come first.", "");
    }

    static Problem malformedDuration(String property, String value) {
        return new Problem(
                "malformed-duration",
                property + " is \"" + PlainText.shown(value) + "\", which is not a duration.",
                "Durations are written like PT30S, PT50M or P1D.");
    }

    static Problem malformedPath(String setting, String value) {
        return new Problem(
                "malformed-path",
                setting + " is \"" + PlainText.shown(value)
                        + "\", which no file or folder of this system can be called.",
                "Write a path without control characters, relative to the project or absolute.");
    }

    static Problem folderAsFile(String setting, Path folder) {
        return new Problem(
                "folder-as-file",
                setting + " is " + shown(folder) + ", but that is a folder.",
                "Name a file in it, for instance -D" + setting + "=" + shown(folder.resolve("result.json")));
    }

    /** What nobody foresaw; Maven shows the stack trace. */
    static Problem unexpected(RuntimeException failure) {
        return new Problem(
                "unexpected", "Something unexpected happened: " + failure, "Run it again with -e, and report it.");
    }

    static Problem nothingToWatch(String database) {
        return new Problem(
                "nothing-to-watch",
                database + ": nothing is live in the first environment, so that the relay has nothing to promote.",
                "Publish something first: mvn -Ddb.sandbox.relay db:publish db:watch");
    }

    static Problem wentNoFurther(String label, EnvironmentName environment) {
        return new Problem(
                "went-no-further",
                label + ": the bundle did not succeed there, and the relay tries none twice.",
                "mvn -Ddb.sandbox db:await -Denv=" + environment + " tells why, and what to do next.");
    }

    static Problem notArrived(String label, Path log) {
        return new Problem(
                "not-arrived",
                label + ": not there yet when the time to watch was over. The relay goes on; its log is " + shown(log)
                        + ".",
                "Watch on: mvn db:watch. A gate that is closed for longer is told above.");
    }

    static Problem unreadable(Path file, Exception reason) {
        return new Problem(
                "unreadable", "Could not read " + shown(file) + ": " + Shown.reason(reason) + ".", "Check the file.");
    }

    static Problem unwritable(Path file, Exception reason) {
        return new Problem(
                "unwritable",
                "Could not write " + shown(file) + ": " + Shown.reason(reason) + ".",
                "Check the folder and the disk.");
    }

    static Problem unknownEncoding(String name) {
        return new Problem(
                "unknown-encoding",
                "\"" + PlainText.shown(name) + "\" is no character encoding that Java knows.",
                "Set project.build.sourceEncoding to UTF-8.");
    }
}
