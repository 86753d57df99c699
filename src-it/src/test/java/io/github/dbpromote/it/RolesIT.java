package io.github.dbpromote.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.it.infrastructure.iam.ForbiddenAct;
import io.github.dbpromote.it.infrastructure.iam.ForbiddenActs;
import io.github.dbpromote.it.infrastructure.iam.Infrastructure;
import io.github.dbpromote.it.infrastructure.iam.InfrastructureCheck;
import io.github.dbpromote.it.infrastructure.iam.Landscape;
import io.github.dbpromote.it.infrastructure.iam.RecordedCall;
import io.github.dbpromote.it.infrastructure.iam.WrittenPolicies;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FreshSandbox.class)
class RolesIT {
    private static final String DATABASE = "roles";
    private static final Landscape NAMES = new Landscape("acme", DATABASE);
    private static final String MIGRATIONS = "src/main/resources/db/migration/";
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Scenario project = Scenario.of(DATABASE);
    private final SharedSandbox sandbox = project.sandbox;
    private final Scenario publisher = project.inRole("acme-dev-publisher", "ci");
    private final Scenario promoter = project.inRole("acme-qa-promoter", "ci");
    private final Scenario operatorInDev = project.inRole("acme-dev-operator", "bob");
    private final Scenario operatorInQa = project.inRole("acme-qa-operator", "bob");
    private final Scenario approver = project.inRole("acme-prod-approver", "alice");
    private final Scenario reader = project.inRole("acme-reader", "carol");

    @Test
    void smallPolicies_allowWhatEachRoleNeeds_andNothingElse() {
        project.mvn("db:status");
        sandbox.changeParameter(
                DATABASE, "prod", prod -> prod.putObject("gates").put("approvals", 1));
        sandbox.changeParameter(DATABASE, "dev", dev -> dev.put("logGroup", "/db-promote/acme/roles/dev"));
        sandbox.forgetAccesses();

        theTrainRuns();
        somethingFails_andIsRepaired();
        somethingTakesTooLong_andIsCancelled();
        reader.mvn("db:status");

        List<RecordedCall> calls = sandbox.accesses().stream()
                .map(call -> call.renamed(NAMES.renaming()))
                .toList();
        InfrastructureCheck check = new InfrastructureCheck(withOneReader(new WrittenPolicies(NAMES).infrastructure()));
        List<ForbiddenAct> forbidden = ForbiddenActs.in(NAMES);
        assertThat(check.callsNotAllowed(calls)).isEmpty();
        assertThat(check.forbiddenActsAllowed(forbidden)).isEmpty();
        assertThat(check.rightsWithoutUse(calls, forbidden, WrittenPolicies.reasons()))
                .isEmpty();
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
                        DATABASE,
                        "dev",
                        "select pid from pg_stat_activity where application_name like 'db-promote/%' and state = 'active'"
                                + " and query like '%" + part + "%'")
                .isEmpty()) {
            assertThat(Instant.now()).as("the host runs " + part).isBefore(limit);
        }
    }

    private static Infrastructure withOneReader(Infrastructure infrastructure) {
        return infrastructure.withRoleOf(
                "reader",
                "arn:aws:iam::123456789012:role/acme-reader",
                List.of("dev/reader", "qa/reader", "prod/reader"));
    }
}
