package io.github.dbpromote.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.it.infrastructure.iam.ForbiddenAct;
import io.github.dbpromote.it.infrastructure.iam.ForbiddenActs;
import io.github.dbpromote.it.infrastructure.iam.Infrastructure;
import io.github.dbpromote.it.infrastructure.iam.InfrastructureCheck;
import io.github.dbpromote.it.infrastructure.iam.RecordedCall;
import io.github.dbpromote.it.infrastructure.iam.WrittenPolicies;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FreshSandbox.class)
class RolesIT {
    private final Scenario project = Scenario.alone(RolesAtWork.NAMES.database());

    @AfterEach
    void stopItsSandbox() {
        project.sandbox.stop();
    }

    @Test
    void smallPolicies_allowWhatEachRoleNeeds_andNothingElse() {
        List<RecordedCall> calls = new RolesAtWork(project).recorded();

        Infrastructure policies = withOneReader(new WrittenPolicies(RolesAtWork.NAMES).infrastructure());
        List<ForbiddenAct> forbidden = ForbiddenActs.in(RolesAtWork.NAMES);
        InfrastructureCheck check = new InfrastructureCheck(policies);
        assertThat(check.callsNotAllowed(calls)).isEmpty();
        assertThat(check.forbiddenActsAllowed(forbidden)).isEmpty();
        assertThat(check.rightsWithoutUse(calls, forbidden, WrittenPolicies.reasons()))
                .isEmpty();
    }

    /** Who looks at all environments has the policies of all. */
    private static Infrastructure withOneReader(Infrastructure infrastructure) {
        return infrastructure.withRoleOf("reader", "acme-reader", List.of("dev/reader", "qa/reader", "prod/reader"));
    }
}
