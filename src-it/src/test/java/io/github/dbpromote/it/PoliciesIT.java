package io.github.dbpromote.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.it.infrastructure.Checkout;
import io.github.dbpromote.it.infrastructure.Plan;
import io.github.dbpromote.it.infrastructure.Terraform;
import io.github.dbpromote.it.infrastructure.iam.ForbiddenAct;
import io.github.dbpromote.it.infrastructure.iam.ForbiddenActs;
import io.github.dbpromote.it.infrastructure.iam.InfrastructureCheck;
import io.github.dbpromote.it.infrastructure.iam.Reasons;
import io.github.dbpromote.it.infrastructure.iam.RecordedCall;
import io.github.dbpromote.it.infrastructure.iam.TerraformPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.json.JsonMapper;

/** What Terraform would make, put to work in the sandbox, and its policies judged by what everybody did there. */
@Tag("infrastructure")
@ExtendWith(FreshSandbox.class)
class PoliciesIT {
    private static final Path RESOURCES = Maven.MODULE.resolve("src/test/resources/infrastructure");
    private static final String TEST = "tests/policies.tftest.hcl";

    private static Path module;
    private static Plan plan;
    private static Plan planWherePublishersAsk;

    /** Terraform runs once. */
    @BeforeAll
    static void plan() throws IOException {
        Checkout checkout = Checkout.of("policies");
        module = checkout.module();
        checkout.withBuiltPrograms(module.resolve("tests"));
        Files.copy(RESOURCES.resolve("policies.tftest.hcl"), module.resolve(TEST));
        Terraform terraform = Terraform.in(module);
        terraform.init();
        List<Plan> plans = terraform
                .call("test", "-json", "-verbose", "-filter=" + TEST)
                .lines()
                .filter(line -> line.contains("\"test_plan\""))
                .map(line -> new Plan(JsonMapper.shared().readTree(line).required("test_plan")))
                .toList();
        plan = plans.get(0);
        planWherePublishersAsk = plans.get(1);
    }

    @Test
    @Timeout(600)
    void whatTerraformMakes_takesABundleToProd_andAllowsWhatEachRoleNeeds_andNothingElse() throws IOException {
        List<RecordedCall> calls = new RolesAtWork(Scenario.of(RolesAtWork.NAMES.database())).recorded(plan, module);
        List<ForbiddenAct> forbidden = ForbiddenActs.in(RolesAtWork.NAMES);

        assertThat(migrationsSent(calls, "acme-roles-prod-migrate"))
                .hasSize(2)
                .allMatch(principal -> principal.contains(":assumed-role/acme-prod-relay/"));
        InfrastructureCheck check = new InfrastructureCheck(TerraformPlan.infrastructure(plan)
                .withRoleOf("reader", "acme-reader", List.of("dev/reader", "qa/reader", "prod/reader")));
        SoftAssertions softly = new SoftAssertions();
        softly.assertThat(check.callsNotAllowed(calls)).isEmpty();
        softly.assertThat(check.forbiddenActsAllowed(forbidden)).isEmpty();
        softly.assertThat(check.rightsWithoutUse(calls, forbidden, reasons())).isEmpty();
        softly.assertAll();
    }

    @Test
    @Timeout(300)
    void wherePublishersAsk_theRelayPublishes_andTheyMayDoNothingElse() {
        List<RecordedCall> calls = new RolesAtWork(Scenario.of(RolesAtWork.NAMES.database()))
                .recordedWherePublishersAsk(planWherePublishersAsk, module);

        assertThat(migrationsSent(calls, "asking-roles-dev-migrate"))
                .singleElement()
                .asString()
                .contains(":assumed-role/asking-dev-relay/");
        InfrastructureCheck check = new InfrastructureCheck(TerraformPlan.infrastructure(planWherePublishersAsk));
        assertThat(check.callsNotAllowed(calls)).isEmpty();
        assertThat(check.forbiddenActsAllowed(ForbiddenActs.wherePublishersAsk(RolesAtWork.ASKING)))
                .isEmpty();
    }

    /** Who sent that document. */
    private static List<String> migrationsSent(List<RecordedCall> calls, String document) {
        return calls.stream()
                .filter(call -> call.action().equals("ssm:SendCommand"))
                .filter(call -> call.resource().endsWith(":document/" + document))
                .map(RecordedCall::principal)
                .toList();
    }

    private static Reasons reasons() throws IOException {
        return Reasons.parse(JsonMapper.shared().readTree(Files.readString(RESOURCES.resolve("reasons.json"))));
    }
}
