package io.github.dbpromote.core.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.aws.AwsAccess;
import io.github.dbpromote.core.cloud.Cloud;
import io.github.dbpromote.core.cloud.PassingTime;
import io.github.dbpromote.core.cloud.Story;
import io.github.dbpromote.core.gate.ClosedGate;
import io.github.dbpromote.core.gate.UserId;
import io.github.dbpromote.core.model.BundleChoice;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.model.Ledger;
import io.github.dbpromote.core.model.Outcome;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The verbs as a front end calls them, for a caller for whom time passes at once. */
record Verbs(
        Cloud cloud, Accounts accounts, Caller caller, Limits limits, PassingTime time, Story story, boolean isRelay) {
    /** Waits for as many looks as anything may take, for no look takes any time. */
    static final Limits PATIENT =
            new Limits(Duration.ofDays(1), Duration.ofDays(1), Duration.ofMinutes(10), Duration.ofSeconds(3));

    static Verbs of(Cloud cloud) {
        return new Verbs(
                cloud,
                new Accounts(cloud.access(), Map.of()),
                new Caller("alice", Optional.empty(), Optional.of("TICKET-1")),
                PATIENT,
                new PassingTime(),
                new Story(),
                false);
    }

    Verbs as(String name) {
        return as(new Caller(name, Optional.empty(), Optional.empty()));
    }

    Verbs as(Caller other) {
        return new Verbs(cloud, accounts, other, limits, new PassingTime(), new Story(), isRelay);
    }

    Verbs because(String reason) {
        return new Verbs(
                cloud,
                accounts,
                new Caller(caller.name(), caller.userId(), Optional.of(reason)),
                limits,
                time,
                story,
                isRelay);
    }

    Verbs overriding(String reason) {
        return new Verbs(cloud, accounts, caller.overriding(reason), limits, time, story, isRelay);
    }

    Verbs withoutAttendance() {
        return new Verbs(cloud, accounts, caller.withoutAttendance(), limits, time, story, isRelay);
    }

    /** The relay, which never waits. */
    Verbs relay() {
        return new Verbs(
                        cloud,
                        accounts,
                        new Caller("the relay", Optional.empty(), Optional.empty()).withoutAttendance(),
                        limits,
                        new PassingTime(),
                        new Story(),
                        true)
                .waiting(Duration.ZERO, Duration.ZERO);
    }

    Verbs with(AwsAccess access) {
        return with(new Accounts(access, Map.of()));
    }

    Verbs with(Accounts others) {
        return new Verbs(cloud, others, caller, limits, time, story, isRelay);
    }

    Verbs telling(Story another) {
        return new Verbs(cloud, accounts, caller, limits, time, another, isRelay);
    }

    Verbs meanwhile(Runnable action) {
        return new Verbs(cloud, accounts, caller, limits, new PassingTime(action), story, isRelay);
    }

    Verbs waiting(Duration receipt, Duration queue) {
        Limits others = new Limits(receipt, queue, limits.delivery(), limits.interval());
        return new Verbs(cloud, accounts, caller, others, time, story, isRelay);
    }

    /** Sends and returns. */
    Verbs withoutWaiting() {
        return waiting(Duration.ZERO, limits.queue());
    }

    DeploymentResult publish(Release release) {
        return publish(release, Optional.empty());
    }

    DeploymentResult publish(Release release, Optional<String> environment) {
        return new Publish(track(), caller, limits, surroundings()).run(release, environment.map(EnvironmentName::new));
    }

    DeploymentResult promote(String environment) {
        return new Promote(track(), caller, limits, surroundings())
                .run(new EnvironmentName(environment), Optional.empty());
    }

    DeploymentResult promote(String environment, String bundle) {
        return new Promote(track(), caller, limits, surroundings())
                .run(new EnvironmentName(environment), Optional.of(new BundleChoice(bundle)));
    }

    Plan planPublish(Release release) {
        return planPublish(release, Optional.empty());
    }

    Plan planPublish(Release release, Optional<String> environment) {
        return new Publish(track(), caller, limits, surroundings())
                .plan(release, environment.map(EnvironmentName::new));
    }

    Plan planPromote(String environment) {
        return new Promote(track(), caller, limits, surroundings())
                .plan(new EnvironmentName(environment), Optional.empty());
    }

    Optional<DeploymentResult> await(String environment) {
        return new Await(track(), caller, limits, surroundings()).run(new EnvironmentName(environment));
    }

    DeploymentResult await(String environment, DeploymentId deployment) {
        return new Await(track(), caller, limits, surroundings()).run(new EnvironmentName(environment), deployment);
    }

    DeploymentResult cancel(String environment) {
        return new Cancel(track(), caller, limits, surroundings()).run(new EnvironmentName(environment));
    }

    DeploymentResult.Cleared clear(String environment, Outcome as) {
        return new Clear(track(), caller, surroundings()).run(new EnvironmentName(environment), as);
    }

    DeploymentResult repair(String environment) {
        return new Repair(track(), caller, limits, surroundings()).run(new EnvironmentName(environment));
    }

    DeploymentResult resolve(String environment) {
        return new Resolve(track(), caller, limits, surroundings()).run(new EnvironmentName(environment));
    }

    Settlement settle(String environment) {
        return new Settle(track(), caller.name(), story).run(new EnvironmentName(environment));
    }

    Settlement afterCommand(String environment, String command) {
        return new Settle(track(), caller.name(), story).afterCommand(new EnvironmentName(environment), command);
    }

    Fulfil.Outcome fulfil(String environment, UserId by, DeploymentId request) {
        return new Fulfil(track(), limits, surroundings()).run(new EnvironmentName(environment), by, request);
    }

    ClosedGate.Paused pause(String environment) {
        return new Pause(track(), caller).run(new EnvironmentName(environment));
    }

    ClosedGate.Paused resume(String environment) {
        return new Resume(track()).run(new EnvironmentName(environment));
    }

    Approve.Standing approve(String environment) {
        return new Approve(track(), caller).run(new EnvironmentName(environment), Optional.empty());
    }

    Approve.Standing approve(String environment, String bundle) {
        return new Approve(track(), caller)
                .run(new EnvironmentName(environment), Optional.of(new BundleChoice(bundle)));
    }

    ReadStatus.DatabaseStatus status() {
        return new ReadStatus(track()).run();
    }

    Track track() {
        return Track.find(cloud.database(), accounts);
    }

    private Surroundings surroundings() {
        return new Surroundings(time, time, story, isRelay);
    }

    /** As the developer sees it. */
    Stage stage(String environment) {
        return Stage.of(cloud.environment(environment), cloud.access());
    }

    Ledger ledger(String environment) {
        return stage(environment).ledger().read().ledger();
    }

    static DeploymentResult.Finished finished(DeploymentResult result) {
        assertThat(result).isInstanceOf(DeploymentResult.Finished.class);
        return (DeploymentResult.Finished) result;
    }

    static DeploymentResult.StillRunning stillRunning(DeploymentResult result) {
        assertThat(result).isInstanceOf(DeploymentResult.StillRunning.class);
        return (DeploymentResult.StillRunning) result;
    }
}
