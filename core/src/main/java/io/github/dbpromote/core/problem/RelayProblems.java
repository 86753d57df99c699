package io.github.dbpromote.core.problem;

/** Every sentence that the core says about environments where only the relay sends, and about what it is asked for. */
public final class RelayProblems {
    private static final String NOTHING_TO_DO = "nothing-to-do";

    private RelayProblems() {}

    /** Whether it is gone when the same is asked for again. */
    public static boolean isPassing(Problem problem) {
        return problem.code().equals(NOTHING_TO_DO) || Problems.isOvertaken(problem);
    }

    public static Problem requestWithoutIdentity(String environment, String caller) {
        return new Problem(
                "request-without-identity",
                "Only the relay sends to " + environment + ", and AWS does not say who " + PlainText.line(caller)
                        + " is (GetCallerIdentity), so that the request to it would be nobody's.",
                "Use credentials and an endpoint with which AWS Security Token Service answers.");
    }

    public static Problem foreignRequest(String where) {
        return new Problem(
                "foreign-request",
                where + " speaks of another person, deployment, database or environment than its name.",
                "A request asks only for what it repeats. Find out who wrote it.");
    }

    public static Problem missingRequest(String where) {
        return new Problem(
                "missing-request",
                where + " does not exist, although an event tells that it was created.",
                "Nothing of db-promote deletes it: find out who did; the bucket keeps its earlier versions.");
    }

    public static Problem requestTooLate(String deployment, String notAfter, String now) {
        return new Problem(
                "request-too-late",
                "Request " + deployment + " was to be fulfilled until " + notAfter + ", and came to the relay at " + now
                        + ".",
                "Run the same command again.");
    }

    public static Problem sourceMovedOn(String source, String asked, String live) {
        return new Problem(
                "source-moved-on",
                "Bundle " + asked + " was asked for, but live in " + source + " is " + live + " by now.",
                "Run the same command again for the newer one, or name the earlier one with -Ddb.bundle=" + asked
                        + ".");
    }

    public static Problem nothingToDo(String environment, String bundle) {
        return new Problem(
                NOTHING_TO_DO,
                "Bundle " + bundle + " is live for " + environment + " already, and nothing was tried since.",
                "mvn db:status shows what is where.");
    }
}
