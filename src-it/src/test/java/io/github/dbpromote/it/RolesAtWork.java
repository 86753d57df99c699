package io.github.dbpromote.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.it.infrastructure.iam.Landscape;
import io.github.dbpromote.it.infrastructure.iam.RecordedCall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Each role does, in the sandbox, what it is there for; whatever they and the hosts needed of IAM is the result. */
final class RolesAtWork {
    /** What things are called in the policies that this is compared with. */
    static final Landscape NAMES = new Landscape("acme", "roles");

    private static final String MIGRATIONS = "src/main/resources/db/migration/";
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Scenario project = Scenario.of(NAMES.database());
    private final SharedSandbox sandbox = project.sandbox;
    private final Scenario publisher = project.inRole("acme-dev-publisher", "ci");
    private final Scenario promoter = project.inRole("acme-qa-promoter", "ci");
    private final Scenario operatorInDev = project.inRole("acme-dev-operator", "bob");
    private final Scenario operatorInQa = project.inRole("acme-qa-operator", "bob");
    private final Scenario approver = project.inRole("acme-prod-approver", "alice");
    private final Scenario reader = project.inRole("acme-reader", "carol");

    /** Takes about a minute. */
    List<RecordedCall> recorded() {
        project.mvn("db:status");
        sandbox.changeParameter(
                NAMES.database(), "prod", prod -> prod.putObject("gates").put("approvals", 1));
        sandbox.changeParameter(
                NAMES.database(),
                "dev",
                dev -> dev.put("logGroup", "/db-promote/" + NAMES.prefix() + "/" + NAMES.database() + "/dev"));
        sandbox.forgetAccesses();

        theTrainRuns();
        somethingFails_andIsRepaired();
        somethingTakesTooLong_andIsCancelled();
        reader.mvn("db:status");

        return sandbox.accesses().stream()
                .map(call -> call.renamed(NAMES.renaming()))
                .toList();
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
        operatorInDev.mvn("db:repair", "-Denv=dev");
        project.write(
                MIGRATIONS + "V2__index_person_name.sql",
                "create index concurrently person_name_idx on person (name);\n");
    }

    private void somethingTakesTooLong_andIsCancelled() {
        project.write(MIGRATIONS + "V3__too_slow.sql", "select pg_sleep(600);\n");
        publisher.mvn("db:publish", "-Ddb.wait=false");
        awaitStatement("pg_sleep(600)");
        operatorInDev.mvn("db:cancel", "-Denv=dev", "-Ddb.reason=too slow");
    }

    private void awaitStatement(String part) {
        Instant limit = Instant.now().plus(LONG);
        while (sandbox.query(
                        NAMES.database(),
                        "dev",
                        "select pid from pg_stat_activity where application_name like 'db-promote/%' and state = 'active'"
                                + " and query like '%" + part + "%'")
                .isEmpty()) {
            assertThat(Instant.now()).as("the host runs " + part).isBefore(limit);
        }
    }
}
