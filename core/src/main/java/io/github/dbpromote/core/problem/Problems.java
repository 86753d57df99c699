package io.github.dbpromote.core.problem;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Every sentence that the core says to a person when something is not as it should be. Values are shown as they were
 * found; none of them is ever a secret.
 */
public final class Problems {
    private static final String EXPIRED = "expired-credentials";
    private static final String NO_CREDENTIALS = "no-credentials";
    private static final String OVERTAKEN = "overtaken";
    private static final String SOURCE_RUNNING = "source-running";
    private static final String SOURCE_NEVER_DEPLOYED = "source-never-deployed";
    private static final String STATUS = "mvn db:status";
    private static final int LONGEST_REASON = 300;

    private Problems() {}

    // ---- names and settings

    public static Problem malformedDatabaseName(String value) {
        return new Problem(
                "malformed-database",
                "\"" + PlainText.shown(value)
                        + "\" cannot be the name of a database: it must be 1 to 63 letters, digits, '.', '_'"
                        + " or '-', beginning with a letter or digit.",
                "Set <database> in the plugin's configuration, or -Ddb.database=…");
    }

    public static Problem malformedEnvironmentName(String value) {
        return new Problem(
                "malformed-environment",
                "\"" + PlainText.shown(value)
                        + "\" cannot be the name of an environment: it must be 1 to 32 lower-case letters,"
                        + " digits or '-', beginning with a letter.",
                "Names look like dev, qa or prod; mvn db:status lists the known ones.");
    }

    public static Problem malformedDeployment(String value) {
        return new Problem(
                "malformed-deployment",
                "\"" + PlainText.shown(value)
                        + "\" cannot be the id of a deployment: it must be d- and 8 to 40 lower-case letters, digits or '-'.",
                "The goal that sent it has printed the id, such as d-20261122-054610-hxfe8gsq.");
    }

    public static Problem durationOutOfRange(String property, Duration value, String range) {
        return new Problem(
                "duration-out-of-range",
                property + " is " + value + ", but must be " + range + ".",
                "Durations are written like PT30S, PT50M or P1D.");
    }

    // ---- the path of environments

    public static Problem unknownEnvironment(String asked, String database, List<String> known) {
        String nearest =
                nearest(asked, known).map(name -> "Did you mean " + name + "? ").orElse("");
        return new Problem(
                "unknown-environment",
                "There is no environment \"" + asked + "\" for " + database + ". The path is "
                        + String.join(" → ", known) + ".",
                nearest + "Name one of these with -Denv=…");
    }

    /** @param account which account and region, as far as they are known */
    public static Problem noParameter(String path, String account) {
        return new Problem(
                "no-environment",
                "No environment is described below " + path + " in Parameter Store (" + account + ").",
                "Check the database's name (-Ddb.database), the account and the region (AWS_PROFILE, AWS_REGION, -Ddb.region)."
                        + "\nThe parameters are written by the infrastructure, one for each environment: " + path
                        + "/<environment>");
    }

    public static Problem gapInPath(String environment, String source) {
        return new Problem(
                "gap-in-path",
                environment + " promotes from \"" + source + "\", but that environment does not exist.",
                "Correct promotesFrom in its parameter, or create the parameter of \"" + source + "\".");
    }

    public static Problem severalFirstEnvironments(String database, List<String> first) {
        return new Problem(
                "several-first-environments",
                "The path of " + database + " has several beginnings: " + String.join(", ", first)
                        + " promote from no other environment.",
                "Exactly one environment may lack promotesFrom: set it in the parameters of the others.");
    }

    public static Problem cycleInPath(String database, List<String> circular) {
        return new Problem(
                "cycle-in-path",
                "The environments " + String.join(", ", circular) + " of " + database + " promote from one another in a"
                        + " circle.",
                "Correct promotesFrom in their parameters: the path needs one beginning.");
    }

    public static Problem actionNotOffered(String environment, String action) {
        return new Problem(
                "action-not-offered",
                environment + " offers no document for \"" + action + "\".",
                "Add \"" + action + "\" to \"documents\" in its parameter, and create that SSM document.");
    }

    // ---- what publish and promote refuse

    public static Problem publishNotToFirst(String asked, String source, String first) {
        return new Problem(
                "publish-not-to-first",
                asked + " promotes from " + source + "; publish only writes to " + first + ".",
                "mvn db:publish                  publishes to " + first + "\nmvn db:promote -Denv=" + asked
                        + "   takes what succeeded in " + source + " to " + asked);
    }

    public static Problem promoteToFirst(String environment, List<String> next) {
        String remedy = next.isEmpty()
                ? "There is no environment to promote to yet."
                : next.stream()
                        .map(to -> "mvn db:promote -Denv=" + to)
                        .reduce((a, b) -> a + "\n" + b)
                        .orElseThrow();
        return new Problem(
                "promote-to-first",
                environment + " is the first environment of the path: nothing can be promoted to it, only published.",
                "mvn db:publish\n" + remedy);
    }

    public static Problem inFlight(
            String environment, String deployment, String requestedBy, String since, String where) {
        return new Problem(
                "in-flight",
                "Deployment " + deployment + " of " + environment + " is still in flight: ordered by "
                        + PlainText.line(requestedBy)
                        + " at " + since + ".",
                "Look at " + where + "\n" + STATUS
                        + " shows how it stands; run the same command again when it has ended.");
    }

    public static Problem overtaken(String environment) {
        return new Problem(
                OVERTAKEN,
                "Somebody else's deployment of " + environment + " came first, again and again.",
                "Run the same command again; " + STATUS + " shows what is where.");
    }

    /** Whether somebody else came first. */
    static boolean isOvertaken(Problem problem) {
        return problem.code().equals(OVERTAKEN);
    }

    /** Whether it goes away by what others are about to do, without anybody mending anything. */
    public static boolean isPassing(Problem problem) {
        return isOvertaken(problem)
                || problem.code().equals(SOURCE_RUNNING)
                || problem.code().equals(SOURCE_NEVER_DEPLOYED);
    }

    /** @param where its objects would stand */
    public static Problem unknownDeployment(String environment, String deployment, String where) {
        return new Problem(
                "unknown-deployment",
                "There is no deployment " + deployment + " of " + environment + ": " + where + " holds no order.",
                "A deployment belongs to one database and one environment: name them with -Ddb.database=… and -Denv=…");
    }

    /** @param name the environment's own */
    public static Problem notWaitedFor(String environment, String name, String deployment) {
        return new Problem(
                "not-waited-for",
                "This build waits no longer for deployment " + deployment + " of " + environment
                        + "; what a host does for it goes on.",
                await(name, deployment));
    }

    /** What waits for that very deployment. */
    public static String await(String environment, String deployment) {
        return "mvn db:await -Denv=" + environment + " -Ddb.deployment=" + deployment;
    }

    public static Problem nothingInFlight(String environment) {
        return new Problem(
                "nothing-in-flight", "Nothing is in flight for " + environment + ".", STATUS + " shows what is where.");
    }

    public static Problem reasonMissing(String goal) {
        return new Problem(
                "no-reason",
                goal + " needs a reason: it stands in the record for those who look later.",
                "-Ddb.reason=\"…\"");
    }

    public static Problem reasonTooLong(String reason, int length, int longest) {
        return new Problem(
                "long-reason",
                "The reason \"" + PlainText.shown(reason) + "\" has " + length + " characters, but may have " + longest
                        + " at most.",
                "Say it in a few words with -Ddb.reason=\"…\", and name where more is written, such as a ticket.");
    }

    public static Problem cancelWithoutInspection(String environment) {
        return new Problem(
                "cancel-without-inspection",
                environment
                        + " offers no document for \"inspect\": a deployment that is killed there would be left without a"
                        + " receipt, and nobody could tell what was applied. Nothing was cancelled.",
                "Add \"inspect\" to \"documents\" in its parameter, and create that SSM document; then cancel again.");
    }

    public static Problem cancelUnknownCommand(String environment, String name, String deployment, String host) {
        return new Problem(
                "cancel-unknown-command",
                "Deployment " + deployment + " of " + environment + " is claimed by " + PlainText.line(host)
                        + ", but the claim does not tell the command to cancel. Nothing was cancelled.",
                "Wait until it has ended (mvn db:settle), or stop flyway-host on that host, and then:\n"
                        + resolve(name));
    }

    public static Problem commandUnknown(String environment, String name, String command, String host) {
        return new Problem(
                "command-unknown",
                "Systems Manager does not know command " + command + " on host " + host + " of " + environment
                        + " any more, so that it cannot be cancelled.",
                "If nothing runs on that host, have another find out how it ended:\n" + resolve(name));
    }

    public static Problem nothingToClear(String environment) {
        return new Problem(
                "nothing-to-clear",
                "Nothing has ever been deployed to " + environment + ", so there is nothing to clear.",
                STATUS + " shows what is where.");
    }

    public static Problem notAmbiguous(String environment, String deployment, String outcome) {
        return new Problem(
                "not-ambiguous",
                "The newest deployment of " + environment + ", " + deployment + ", ended " + outcome
                        + ": only one that ended AMBIGUOUS can be cleared.",
                STATUS + " shows what is where.");
    }

    public static Problem clearedAlready(String environment, String deployment, String outcome, String by) {
        return new Problem(
                "cleared-already",
                "Deployment " + deployment + " of " + environment + " was cleared as " + outcome + " already, by "
                        + PlainText.line(by) + ".",
                "A clearance stands. Agree with that person; publish and promote go on from there.");
    }

    public static Problem sourceCleared(String source, String deployment, String outcome, String by) {
        return new Problem(
                "source-cleared",
                "The newest deployment of " + source + ", " + deployment + ", was cleared as " + outcome + " by "
                        + PlainText.line(by)
                        + ", but no host's receipt proves it: nothing can be promoted from there yet.",
                "Publish (or promote) the same bundle there again, which applies nothing twice: the host's receipt is the"
                        + " proof.");
    }

    public static Problem notClaimedYet(String environment, String deployment, String notAfter) {
        return new Problem(
                "not-claimed-yet",
                "No host has taken deployment " + deployment + " of " + environment
                        + " yet, so there is nothing to look into.",
                "If none has taken it by " + notAfter + ", mvn db:settle gives it up.");
    }

    public static Problem nothingToRepair(String environment) {
        return new Problem(
                "nothing-to-repair",
                "Nothing has ever been deployed to " + environment + " by db-promote, so there is nothing to repair.",
                STATUS + " shows what is where.");
    }

    public static Problem sourceRunning(String source, String deployment, String since) {
        return new Problem(
                SOURCE_RUNNING,
                "Deployment " + deployment + " of " + source + " is still in flight, since " + since
                        + ": nothing can be promoted before it has succeeded.",
                "Wait until it has ended; " + STATUS + " shows how it stands.");
    }

    public static Problem sourceNeverDeployed(String source) {
        return new Problem(
                SOURCE_NEVER_DEPLOYED,
                "Nothing has ever succeeded for " + source + ", so there is nothing to promote from it.",
                "Publish or promote to it first; " + STATUS + " shows what is where.");
    }

    public static Problem sourceFailed(String source, String deployment, String outcome) {
        return new Problem(
                "source-failed",
                "The newest deployment of " + source + ", " + deployment + ", ended " + outcome
                        + ": nothing can be promoted from there before a later one succeeds.",
                "Mend the migrations and publish again; " + STATUS + " shows what failed.");
    }

    public static Problem noProof(String environment, String deployment, String bundle) {
        return new Problem(
                "no-proof",
                "The receipt of deployment " + deployment + " does not prove that bundle " + bundle + " succeeded for "
                        + environment + ".",
                "Somebody may have changed the ledger by hand. Publish again, or restore the ledger from the bucket's"
                        + " versions.");
    }

    public static Problem targetAhead(String target, String source, List<String> migrations) {
        return new Problem(
                "target-ahead",
                target + " has migrations applied that " + source + " does not have: " + String.join(", ", migrations)
                        + ".",
                "Bring these migrations into the project and publish them, so that the source has them too.");
    }

    public static Problem targetAheadOfBundle(String target, String bundle, String source, List<String> migrations) {
        return new Problem(
                "target-ahead",
                target + " has migrations applied that bundle " + bundle + " lacks: " + String.join(", ", migrations)
                        + ".",
                "Choose a later bundle with -Ddb.bundle, or none: then it is the one that is live in " + source + ".");
    }

    public static Problem malformedBundleChoice(String value) {
        return new Problem(
                "malformed-bundle",
                "\"" + PlainText.shown(value)
                        + "\" cannot name a bundle: it must be a SHA-256, or its first 4 or more digits, in"
                        + " lower-case hexadecimal digits.",
                STATUS + " shows the bundles that are live.");
    }

    public static Problem noSuchBundle(String source, String asked, List<String> succeeded) {
        return new Problem(
                "no-such-bundle",
                source + " has no bundle whose name begins with " + asked + ".",
                succeeded.isEmpty()
                        ? "No bundle has succeeded there yet."
                        : "The newest that succeeded there: " + String.join(", ", succeeded));
    }

    public static Problem severalBundles(String source, String asked, List<String> matching) {
        return new Problem(
                "several-bundles",
                source + " has " + matching.size() + " bundles whose names begin with " + asked + ".",
                "Give more digits of one of these:\n" + String.join("\n", matching));
    }

    public static Problem bundleNeverSucceeded(String source, String bundle, List<String> succeeded) {
        return new Problem(
                "bundle-never-succeeded",
                "Bundle " + bundle + " is stored for " + source + ", but no receipt says that it succeeded there.",
                succeeded.isEmpty()
                        ? "No bundle has succeeded there yet."
                        : "The newest that succeeded there: " + String.join(", ", succeeded));
    }

    public static Problem appliedMigrationChanged(String environment, String migration, String script) {
        return new Problem(
                "applied-migration-changed",
                "Migration " + migration + " (" + script + ") is applied to " + environment
                        + " already, with another content than the project's.",
                "Restore the file as it was, and put the change into a new migration.");
    }

    public static Problem appliedMigrationVanished(String environment, String migration, String script) {
        return new Problem(
                "applied-migration-vanished",
                "Migration " + migration + " (" + script + ") is applied to " + environment
                        + ", but the project does not have it.",
                "Restore the file. If it comes from another branch, bring that branch in first.");
    }

    /**
     * @param name the environment's own
     * @param said the script, message and detail of the failure, one after the other
     */
    public static Problem ambiguous(String environment, String name, String deployment, String said) {
        return new Problem(
                "ambiguous",
                "Nobody knows how deployment " + deployment + " left " + environment + ": " + said,
                clearing(name));
    }

    /** What a person does about an ambiguous deployment; what to look at, the host's own words have said. */
    public static String clearing(String environment) {
        String command = resolve(environment) + " -Ddb.reason=\"…\" -Ddb.as=";
        return "Nothing is sent there until a person has looked at the database and cleared it:\n" + command
                + "failed      what it left behind is removed\n" + command + "succeeded   it is complete";
    }

    private static String resolve(String environment) {
        return "mvn db:resolve -Denv=" + environment;
    }

    // ---- hosts and commands

    public static Problem noHost(String environment, String tag, String account) {
        return new Problem(
                "no-host",
                "Systems Manager knows no instance with the tag " + tag + ", so there is no Flyway host for "
                        + environment + " (" + account + ").",
                "Check that the host runs, carries the tag, and that its role lets the SSM agent register"
                        + " (AmazonSSMManagedInstanceCore).");
    }

    public static Problem hostsOffline(String environment, String tag, List<String> instances) {
        return new Problem(
                "host-offline",
                "No Flyway host of " + environment + " is online: " + String.join(", ", instances) + " (tag " + tag
                        + ") lost the connection to Systems Manager.",
                "Start the instance or its SSM agent, then run the same command again. Nothing was stored or sent.");
    }

    public static Problem commandRefused(String environment, String document, String host, String reason) {
        return new Problem(
                "command-refused",
                "Systems Manager refused to send document " + document + " to host " + host + " of " + environment
                        + ": " + reason,
                "Nothing was started. The environment is free: run the same command again.");
    }

    public static Problem noDocument(String environment, String document, String reason) {
        return new Problem(
                "no-document",
                "There is no SSM document " + document + ", which the parameter of " + environment + " names (" + reason
                        + ").",
                "Nothing was started. Create it from the template of this version, or correct \"documents\" in the"
                        + " parameter, then run the same command again.");
    }

    public static Problem otherDocument(String environment, String document, String reason) {
        return new Problem(
                "other-document",
                "SSM document " + document + " of " + environment + " does not take a deployment's id as its parameter"
                        + " \"deployment\": it is of another version, or not db-promote's (" + reason + ").",
                "Nothing was started. Update it from the template of this version, then run the same command again.");
    }

    public static Problem hostNotManaged(String environment, String host, String reason) {
        return new Problem(
                "host-not-managed",
                "Host " + host + " of " + environment + " takes no commands from Systems Manager any more (" + reason
                        + ").",
                "Nothing was started. Check that the instance runs and that its role lets the SSM agent register"
                        + " (AmazonSSMManagedInstanceCore), then run the same command again.");
    }

    public static Problem sendDenied(String environment, String document, String host, String reason) {
        return new Problem(
                "send-denied",
                "You may not send document " + document + " to host " + host + " of " + environment + " (" + reason
                        + ").",
                "Nothing was started. Have ssm:SendCommand allowed for you on that document"
                        + " and on instances with the tag, then run the same command again.");
    }

    public static Problem noProgram(String environment, String host) {
        return new Problem(
                "no-flyway-host",
                "Host " + host + " of " + environment + " has no flyway-host on its PATH, or flyway-host finds no Java"
                        + " there (exit status 127).",
                "Install flyway-host and Java 17 on that host: docs/aws.md says where.");
    }

    public static Problem programNotExecutable(String environment, String host) {
        return new Problem(
                "no-flyway-host",
                "flyway-host stands on host " + host + " of " + environment
                        + ", but cannot be run there (exit status 126).",
                "Make it executable (chmod 755), and check the program that its first line names.");
    }

    public static Problem notDelivered(String environment, String host) {
        return new Problem(
                "not-delivered",
                "Host " + host + " of " + environment + " did not take the command from Systems Manager.",
                "Check that the instance and its SSM agent run, and that they reach Systems Manager.");
    }

    public static Problem logUnreadable(String group, String reason) {
        return new Problem(
                "log-unreadable",
                "The host's log in " + group + " cannot be followed (" + reason + ").",
                "The deployment goes on without that. To follow it, allow logs:FilterLogEvents on the log group.");
    }

    public static Problem noLogGroup(String environment) {
        return new Problem(
                "no-log-group",
                "The host's log cannot be followed: " + environment + " has no logGroup in its parameter.",
                "The deployment goes on without that.");
    }

    // ---- objects in S3

    /** @param where begins with {@code s3://} for what stands in a bucket */
    public static Problem malformedJson(String where, String reason) {
        return new Problem(
                "malformed",
                where + " is not as db-promote writes it: " + PlainText.abbreviated(reason, LONGEST_REASON) + ".",
                where.startsWith("s3://")
                        ? "Somebody may have changed it by hand; the bucket keeps its earlier versions."
                        : "Correct it where it was written; parameters come from the infrastructure.");
    }

    public static Problem newerFormat(String where, int found, int known) {
        return new Problem(
                "newer-format",
                where + " has format " + found + ", but this version of db-promote understands formats up to " + known
                        + ".",
                "Use a newer version of the plugin (or of flyway-host on the host).");
    }

    public static Problem noServerTime(String where) {
        return new Problem(
                "no-server-time",
                "The answer about " + where + " carries no Date, which every answer of S3 does.",
                "Check the endpoint, and what stands between it and here.");
    }

    public static Problem malformedParameterName(String name, String reason) {
        return new Problem(
                "malformed-parameter-name",
                "Parameter " + name + " is not named like an environment: " + reason,
                "Below that path only the parameters of environments may stand; move it elsewhere.");
    }

    public static Problem missingObject(String where) {
        return new Problem(
                "missing-object",
                where + " does not exist, although the ledger or an order names it.",
                "Objects of deployments are never deleted; restore it from the bucket's versions.");
    }

    public static Problem receiptMissing(String environment, String deployment, String where) {
        return new Problem(
                "missing-receipt",
                "The ledger calls deployment " + deployment + " of " + environment
                        + " ended, but there is no receipt in " + where + ".",
                "Objects of deployments are never deleted; restore it from the bucket's versions.");
    }

    public static Problem foreignOrder(String where) {
        return new Problem(
                "foreign-object",
                where + " speaks of another deployment, database or environment than its name.",
                "Somebody may have copied it by hand; the bucket keeps its earlier versions.");
    }

    public static Problem foreignReceipt(String where, String deployment, String bundle) {
        return new Problem(
                "foreign-receipt",
                where + " is not the receipt of deployment " + deployment + " with bundle " + bundle
                        + ": it repeats another" + " database, environment, deployment, action or bundle.",
                "A receipt proves only what it repeats. Find out who wrote it.");
    }

    public static Problem digestMismatch(String where, String expected, String found) {
        return new Problem(
                "digest-mismatch",
                where + " has the SHA-256 " + found + " instead of " + expected + ": these are not the bytes that were"
                        + " published.",
                "Nothing was run. Find out who wrote to the bucket, and restore the object from the bucket's versions.");
    }

    public static Problem unsafeBundle(String bundle, String reason) {
        return new Problem(
                "unsafe-bundle",
                "Bundle " + bundle + " was not built by db-promote: " + reason + ".",
                "Nothing was run. Publish again with the plugin.");
    }

    public static Problem otherContentStands(String where) {
        return new Problem(
                "other-content",
                where + " exists already with another content.",
                "It is never overwritten. Find out who wrote it, and restore the earlier object from the bucket's versions, or"
                        + " remove this one if there is none.");
    }

    public static Problem undecidedWrite(String where, int attempts) {
        return new Problem(
                "undecided-write",
                "S3 could not say, " + attempts + " times in a row, whether " + where + " was written.",
                "Run the same command again: whatever was done is found then, and nothing is done twice.");
    }

    public static Problem emptyBundle() {
        return new Problem(
                "no-migrations",
                "There are no migrations to bundle.",
                "Put them into src/main/resources/db/migration, for instance V1__create_users.sql.");
    }

    // ---- AWS

    public static Problem noCredentials(String doing, String reason) {
        return new Problem(
                NO_CREDENTIALS,
                "Could not " + doing + ": no AWS credentials were found.",
                "Log in (aws sso login), or set AWS_PROFILE or -Ddb.profile, or the variables that your CI provides."
                        + (reason.isEmpty() ? "" : "\nThe SDK said: " + reason));
    }

    public static Problem wrongCredentials(String doing, String reason) {
        return new Problem(
                "wrong-credentials",
                "Could not " + doing + ": AWS does not accept the credentials (" + reason + ").",
                "Check AWS_PROFILE or -Ddb.profile, and the clock of this machine.");
    }

    public static Problem expiredCredentials(String doing) {
        return new Problem(
                EXPIRED,
                "Could not " + doing + ": the AWS credentials have expired.",
                "Log in again (aws sso login, or a new CI job), then run the same command again.");
    }

    /** Whether a wait ended only because the caller's credentials did: with an SSO session, they are not found any more. */
    public static boolean isEndOfCredentials(Problem problem) {
        return problem.code().equals(EXPIRED) || problem.code().equals(NO_CREDENTIALS);
    }

    public static Problem noSuchProfile(String doing, String profile) {
        return new Problem(
                NO_CREDENTIALS,
                "Could not " + doing + ": there is no AWS profile \"" + PlainText.shown(profile)
                        + "\", or it has no credentials.",
                "Check AWS_PROFILE or -Ddb.profile; aws configure list-profiles shows those of this machine, and aws sso login"
                        + " logs in.");
    }

    public static Problem roleNotAssumed(String doing, String reason) {
        return new Problem(
                "role-not-assumed",
                "Could not " + doing + ": the role could not be assumed (" + reason + ").",
                "Check -Ddb.roleArn or <roleArn>, that the role's trust policy names the caller, and that the caller may"
                        + " sts:AssumeRole.");
    }

    public static Problem accessDenied(String doing, String reason) {
        return new Problem(
                "access-denied",
                "Could not " + doing + ": access denied (" + reason + ").",
                "Check the caller's role, and that bucket and bucketOwner in the environment's parameter are right."
                        + "\nReading an object that does not exist also needs s3:ListBucket.");
    }

    public static Problem noSuchBucket(String doing) {
        return new Problem(
                "no-such-bucket",
                "Could not " + doing + ": there is no such bucket.",
                "Check \"bucket\" in the environment's parameter, and the region.");
    }

    public static Problem wrongRegion(String doing, String reason) {
        return new Problem(
                "wrong-region",
                "Could not " + doing + ": the bucket is in another region (" + reason + ").",
                "Set the region of that environment: -Ddb.region, AWS_REGION, or <region> below <environments>.");
    }

    public static Problem awsRefused(String doing, String reason) {
        return new Problem(
                "aws-refused",
                "Could not " + doing + ": AWS answered " + reason,
                "Run the same command again; if it stays so, look at the AWS Health Dashboard.");
    }

    public static Problem awsUnreachable(String doing, String reason) {
        return new Problem(
                "aws-unreachable",
                "Could not " + doing + ": no answer from AWS (" + reason + ").",
                "Check the network, the proxy and the region, then run the same command again.");
    }

    /** @param proxy with its port and where it is configured; never its login */
    public static Problem proxyFailed(String doing, String proxy, String reason) {
        return new Problem(
                "proxy-failed",
                "Could not " + doing + ": the proxy " + proxy + " did not let the request through (" + reason + ").",
                "Check the proxy's host, port and login where it is configured, and that it lets through to AWS. Hosts that"
                        + " are reached without it stand in its nonProxyHosts.");
    }

    public static Problem interrupted() {
        return new Problem(
                "interrupted",
                "Interrupted while waiting. What runs on the host goes on; nothing is lost.",
                STATUS + " shows how it stands.");
    }

    private static Optional<String> nearest(String asked, List<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(name -> distance(asked, name)))
                .filter(name -> distance(asked, name) <= Math.max(2, name.length() / 2));
    }

    /** Levenshtein's. */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
