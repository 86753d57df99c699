package io.github.dbpromote.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.it.infrastructure.Plan;
import io.github.dbpromote.it.infrastructure.iam.Landscape;
import io.github.dbpromote.it.infrastructure.iam.RecordedCall;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;

/** Each role does, in the sandbox, what it is there for; whatever they and the hosts needed of IAM is the result. */
final class RolesAtWork {
    /** What things are called in the policies that this is compared with. */
    static final Landscape NAMES = new Landscape("acme", "roles");

    /** The same where the relay alone sends in the first environment too. */
    static final Landscape ASKING = new Landscape("asking", NAMES.database());

    private static final String MIGRATIONS = "src/main/resources/db/migration/";
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Duration A_MOMENT = Duration.ofMillis(100);

    private final Scenario project;
    private final SharedSandbox sandbox;
    private final Scenario publisher;
    private final Scenario promoter;
    private final Scenario promoterInProd;
    private final Scenario operatorInDev;
    private final Scenario operatorInQa;
    private final Scenario operatorInProd;
    private final Scenario approver;
    private final Scenario reader;

    /** @param project in whose sandbox nobody else works at the same time: hosts do so for every database, in one role */
    RolesAtWork(Scenario project) {
        this.project = project;
        this.sandbox = project.sandbox;
        this.publisher = project.inRole("acme-dev-publisher", "ci");
        this.promoter = project.inRole("acme-qa-promoter", "ci");
        this.promoterInProd = project.inRole("acme-prod-promoter", "dave");
        this.operatorInDev = project.inRole("acme-dev-operator", "bob");
        this.operatorInQa = project.inRole("acme-qa-operator", "bob");
        this.operatorInProd = project.inRole("acme-prod-operator", "bob");
        this.approver = project.inRole("acme-prod-approver", "alice");
        this.reader = project.inRole("acme-reader", "carol");
    }

    /** What people and CI do, in what the sandbox makes of itself. Takes about two minutes. */
    List<RecordedCall> recorded() {
        project.mvn("db:status");
        sandbox.changeParameter(
                NAMES.database(), "prod", prod -> prod.putObject("gates").put("approvals", 1));
        sandbox.changeParameter(
                NAMES.database(),
                "dev",
                dev -> dev.put("logGroup", "/db-promote/" + NAMES.prefix() + "/" + NAMES.database() + "/dev"));
        sandbox.forgetAccesses();

        peopleWork();

        return accesses(NAMES);
    }

    /**
     * What people, CI and relays do, in what Terraform would make. Takes about three minutes.
     *
     * @param module the folder in which the plan was made
     */
    List<RecordedCall> recorded(Plan plan, Path module) {
        project.mvn("db:status");
        new PlannedInfrastructure(plan, module, sandbox).make();
        sandbox.forgetAccesses();

        aScheduleComesTooEarly();
        peopleWork();
        theRelayBringsToProd_whatIsAskedFor();
        theRelays_bringItOnward();
        reader.mvn("db:status");

        return accesses(NAMES);
    }

    /**
     * What CI and the relay do where CI asks it to publish.
     *
     * @param module the folder in which the plan was made
     */
    List<RecordedCall> recordedWherePublishersAsk(Plan plan, Path module) {
        project.mvn("db:status");
        new PlannedInfrastructure(plan, module, sandbox).make();
        sandbox.forgetAccesses();

        project.inRole("asking-dev-publisher", "ci").mvn("db:publish");

        return accesses(ASKING);
    }

    private List<RecordedCall> accesses(Landscape names) {
        return sandbox.accesses().stream()
                .map(call -> call.renamed(names.renaming()))
                .toList();
    }

    private void peopleWork() {
        theTrainRuns();
        somethingFails_andIsRepaired();
        somethingTakesTooLong_andIsCancelled();
        aHostIsLost_andAPersonSaysHowItEnded();
        reader.mvn("db:status");
    }

    private void theTrainRuns() {
        promoter.mvnFails("db:promote", "-Denv=qa");
        approver.mvnFails("db:approve", "-Denv=prod", "-Ddb.reason=TICKET-1");
        publisher.mvn("db:publish", "-Ddb.followLog");
        promoter.mvn("db:promote", "-Denv=qa");
        operatorInQa.mvn("db:pause", "-Denv=qa", "-Ddb.reason=audit");
        operatorInQa.mvn("db:resume", "-Denv=qa");
        approver.mvn("db:approve", "-Denv=prod", "-Ddb.reason=TICKET-1");
    }

    private void somethingFails_andIsRepaired() {
        project.write(MIGRATIONS + "V2__index_person_name.sql.conf", "executeInTransaction=false\n");
        project.write(
                MIGRATIONS + "V2__index_person_name.sql",
                "create index concurrently person_name_idx on person (nmae);\n");
        publisher.mvnFails("db:publish");
        operatorInDev.mvn("db:repair", "-Denv=dev", "-Ddb.followLog");
        project.write(
                MIGRATIONS + "V2__index_person_name.sql",
                "create index concurrently person_name_idx on person (name);\n");
    }

    private void somethingTakesTooLong_andIsCancelled() {
        project.write(MIGRATIONS + "V3__count_persons.sql", "select pg_sleep(600);\n");
        publisher.mvn("db:publish", "-Ddb.wait=false");
        awaitStatement("pg_sleep(600)");
        operatorInDev.mvn("db:cancel", "-Denv=dev", "-Ddb.reason=too slow");
        project.write(MIGRATIONS + "V3__count_persons.sql", "select count(*) from person;\n");
    }

    private void aHostIsLost_andAPersonSaysHowItEnded() {
        project.write(MIGRATIONS + "V4__tidy_up.sql.conf", "executeInTransaction=false\n");
        project.write(MIGRATIONS + "V4__tidy_up.sql", "select pg_sleep(601);\n");
        publisher.mvn("db:publish", "-Ddb.wait=false");
        awaitStatement("pg_sleep(601)");
        sandbox.killHost("dev");
        operatorInDev.mvnFails("db:resolve", "-Denv=dev");
        operatorInDev.mvn("db:resolve", "-Denv=dev", "-Ddb.as=failed", "-Ddb.reason=it had only slept");
        project.write(MIGRATIONS + "V4__tidy_up.sql", "vacuum person;\n");
    }

    private void aScheduleComesTooEarly() {
        fire("acme-qa-nightly");
        await(
                "the relay finds nothing to promote",
                () -> sandbox.control("GET", "/functions/acme-qa-relay/log", "")
                        .toString()
                        .contains("Nothing has ever succeeded"));
    }

    private void theRelayBringsToProd_whatIsAskedFor() {
        promoterInProd.mvn("db:promote", "-Denv=prod", "-Ddb.reason=TICKET-1", "-Ddb.followLog");
        assertThat(applied("prod")).containsExactly("V1__create_person.sql");
    }

    private void theRelays_bringItOnward() {
        publisher.mvn("db:publish");
        fire("acme-qa-nightly");
        await("the whole bundle is live in qa", () -> applied("qa").size() == 4 && isSettled("qa"));
        approver.mvn("db:approve", "-Denv=prod", "-Ddb.reason=TICKET-2");
        somebodyPauses_beforeTheRelayAnswers();
        operatorInProd.mvn("db:resume", "-Denv=prod");
        fire("acme-prod-sweep");
        await("the whole bundle is live in prod", () -> applied("prod").size() == 4 && isSettled("prod"));
    }

    private void somebodyPauses_beforeTheRelayAnswers() {
        sandbox.control("POST", "/delivery", "{\"hold\": true}");
        Maven.Running asking = promoterInProd.start("db:promote", "-Denv=prod", "-Ddb.reason=TICKET-2");
        await("the second request", () -> requests() == 2);
        operatorInProd.mvn("db:pause", "-Denv=prod", "-Ddb.reason=audit");
        sandbox.control("DELETE", "/delivery", "");
        Maven.Run refused = asking.end();
        assertThat(refused.exitCode()).as(refused.output()).isEqualTo(1);
        assertThat(refused.output()).contains("paused").contains("audit");
    }

    private long requests() {
        return sandbox.keysOf(bucket("prod"), NAMES.database() + "/requests/").size();
    }

    private List<String> applied(String environment) {
        return sandbox.applied(NAMES.database(), environment);
    }

    /** What nobody waits for is settled by a relay. */
    private boolean isSettled(String environment) {
        JsonNode ledger = sandbox.jsonOf(bucket(environment), NAMES.database() + "/ledger.json");
        return ledger.path("inFlight").isMissingNode()
                && ledger.at("/last/outcome").asString("").equals("SUCCEEDED");
    }

    private static String bucket(String environment) {
        return NAMES.prefix() + "-" + NAMES.database() + "-" + environment + "-migrations";
    }

    private void fire(String schedule) {
        sandbox.control("POST", "/schedules/" + schedule + "/fire", "");
    }

    private void awaitStatement(String part) {
        await(
                "the host runs " + part,
                () -> !sandbox.query(
                                NAMES.database(),
                                "dev",
                                "select pid from pg_stat_activity where application_name like 'db-promote/%'"
                                        + " and state = 'active' and query like '%" + part + "%'")
                        .isEmpty());
    }

    private static void await(String what, BooleanSupplier condition) {
        Instant limit = Instant.now().plus(LONG);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as(what).isBefore(limit);
            LockSupport.parkNanos(A_MOMENT.toNanos());
        }
    }
}
