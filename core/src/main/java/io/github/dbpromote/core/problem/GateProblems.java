package io.github.dbpromote.core.problem;

import java.util.List;

/** Every sentence that the core says to a person about gates, and about pausing and approving. */
public final class GateProblems {
    private GateProblems() {}

    // ---- closed gates

    public static Problem unknownGates(String environment, List<String> gates) {
        return new Problem(
                "unknown-gates",
                "Promotions to " + environment + " are under gates that this version cannot evaluate: "
                        + PlainText.excerpt(String.join(", ", gates)) + ".",
                "A gate that cannot be evaluated stays closed. Use a version of db-promote that knows it.");
    }

    public static Problem paused(String environment, String name, String by, String since, String reason) {
        return new Problem(
                "paused",
                environment + " is paused by " + by + " since " + since + ": " + PlainText.excerpt(reason),
                "When that is over: mvn db:resume -Denv=" + name);
    }

    public static Problem frozen(String environment, String until) {
        return new Problem(
                "frozen",
                "Promotions to " + environment + " are frozen until " + until + ".",
                "Run the same command then. The days stand in \"freeze\" in the environment's parameter.");
    }

    public static Problem outsideWindow(String environment, String opens) {
        return new Problem(
                "outside-window",
                "Promotions to " + environment + " may begin only inside a change window; the next one opens " + opens
                        + ".",
                "Run the same command then. The hours stand in \"windows\" in the environment's parameter.");
    }

    public static Problem soaking(String environment, String left, String soak) {
        return new Problem(
                "soaking",
                "What is promoted to " + environment + " must have succeeded " + soak + " before; " + left
                        + " of that are to go.",
                "Run the same command then. The time stands in \"soak\" in the environment's parameter.");
    }

    /** @param disregarded keys of what stands among the approvals and is none */
    public static Problem unapproved(
            String environment,
            String name,
            int standing,
            int needed,
            boolean publisherKnown,
            List<String> disregarded) {
        return new Problem(
                "unapproved",
                environment + " has " + standing + " of " + needed + " approvals of this bundle."
                        + (publisherKnown
                                ? ""
                                : " Nobody knows who published it, so that it takes one more than usual.")
                        + (disregarded.isEmpty()
                                ? ""
                                : " What stands under another name, bundle or environment than its own counts for nothing: "
                                        + PlainText.excerpt(String.join(", ", disregarded)) + "."),
                "mvn db:approve -Denv=" + name + "   by somebody who has not approved it yet and has not published it");
    }

    public static Problem halted(String environment, String name, String deployment) {
        return new Problem(
                "halted",
                "Deployment " + deployment + " of this very bundle failed in " + environment
                        + ", and nothing has been tried there since.",
                "Publish a corrected bundle, or have a person try again: mvn db:promote -Denv=" + name);
    }

    /** What is added to the remedy of a closed gate, where there is that other way. */
    public static Problem overridable(Problem closed) {
        return new Problem(
                closed.code(),
                closed.summary(),
                closed.remedy()
                        + "\nIf it cannot wait: -Ddb.override=\"…\", with the reason, which stands in the order.");
    }

    public static Problem overrideNotAllowed(String environment) {
        return new Problem(
                "override-not-allowed",
                "Nobody may pass the gates of " + environment + " over, whatever the reason.",
                "\"override\": true below \"gates\" in its parameter would allow it.");
    }

    // ---- settings

    public static Problem soakInFirst(String environment) {
        return new Problem(
                "soak-in-first",
                environment + " has the gate \"soak\", but it promotes from no other environment where anything could"
                        + " have stood before.",
                "Remove \"soak\" from its parameter, or name the environment before in promotesFrom.");
    }

    // ---- pause and resume

    public static Problem pausedAlready(String environment, String by, String since, String reason) {
        return new Problem(
                "paused-already",
                environment + " is paused already, by " + by + " since " + since + ": " + PlainText.excerpt(reason),
                "Nothing was changed: that pause holds until somebody resumes.");
    }

    public static Problem notPaused(String environment) {
        return new Problem(
                "not-paused",
                environment + " is not paused, so there is nothing to resume.",
                "mvn db:status shows what is where.");
    }

    // ---- approve

    public static Problem approvalNotAsked(String environment) {
        return new Problem(
                "approval-not-asked",
                environment + " asks for no approvals.",
                "mvn db:promote needs none there. \"approvals\" below \"gates\" in its parameter would ask for some.");
    }

    public static Problem approvalWithoutIdentity(String caller) {
        return new Problem(
                "approval-without-identity",
                "AWS does not say who " + caller + " is (GetCallerIdentity), so that the approval would be nobody's.",
                "Use credentials and an endpoint with which AWS Security Token Service answers.");
    }

    public static Problem approvalOfPart(String environment) {
        return new Problem(
                "approval-of-part",
                "What is published to " + environment
                        + " succeeded nowhere before, so that an approval must name the whole bundle.",
                "-Ddb.bundle=… with all 64 digits of its SHA-256, which sha256sum tells of the jar that mvn db:package wrote.");
    }

    public static Problem approvalByPublisher(String environment, String bundle, String publisher) {
        return new Problem(
                "approval-by-publisher",
                "Bundle " + bundle + " was published by " + publisher
                        + ": that is you, or a session of the same name, and an approval for " + environment
                        + " must be somebody else's.",
                "Ask somebody else to approve it.");
    }

    public static Problem nothingToApprove(String environment, String bundle) {
        return new Problem(
                "nothing-to-approve",
                "Bundle " + bundle + " is live in " + environment + " already, so there is nothing to approve.",
                "mvn db:status shows what is where.");
    }
}
