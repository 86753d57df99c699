package io.github.dbpromote.plugin.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.host.Host;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.operation.Plan;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanReportTest {
    @Test
    void plan_saysWhatWouldBeAppliedWhere_andThatNothingWasDone() {
        assertThat(PlanReport.of(plan(List.of("V2__b.sql", "V3__c.sql"), Optional.empty())))
                .containsExactly(
                        "users in qa: would send bundle abababababab to host i-0123456789abcdef0 and apply 2 migrations",
                        "  V2__b.sql",
                        "  V3__c.sql",
                        "  nothing was written or sent (db.dryRun)");
    }

    @Test
    void bundleWithoutANewVersion_isNotSaidToApplyAny() {
        assertThat(PlanReport.of(plan(List.of(), Optional.empty())))
                .startsWith("users in qa: would send bundle abababababab to host i-0123456789abcdef0, of which every"
                        + " versioned migration is applied");
    }

    @Test
    void whatIsInTheWay_isNamedFirst() {
        assertThat(PlanReport.of(plan(List.of("V2__b.sql"), Optional.of(Example.order(Example.QA)))))
                .startsWith("users in qa: would wait for d-20261122-051000-abcdefgh, ordered by alice");
    }

    @Test
    void nothingToDo_isNothingToTell() {
        assertThat(PlanReport.of(new Plan(
                        Example.QA,
                        Example.BUNDLE,
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        true,
                        Optional.empty(),
                        List.of())))
                .containsExactly("users in qa: nothing to do, bundle abababababab is live");
    }

    @Test
    void whereOnlyTheRelaySends_itWouldBeAsked() {
        Plan plan = new Plan(
                Example.relayed(Example.QA),
                Example.BUNDLE,
                List.of("V2__b.sql"),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                List.of());

        assertThat(PlanReport.of(plan))
                .contains("users in qa: would ask the relay to send bundle abababababab and apply 1 migration");
    }

    private static Plan plan(List<String> pending, Optional<Order> inFlight) {
        return new Plan(
                Example.QA,
                Example.BUNDLE,
                pending,
                inFlight,
                Optional.of(new Host(Example.HOST)),
                false,
                Optional.empty(),
                List.of());
    }
}
