package io.github.dbpromote.it;

import io.github.dbpromote.it.infrastructure.Checkout;
import io.github.dbpromote.it.infrastructure.Terraform;
import io.github.dbpromote.it.infrastructure.iam.ForbiddenAct;
import io.github.dbpromote.it.infrastructure.iam.ForbiddenActs;
import io.github.dbpromote.it.infrastructure.iam.Infrastructure;
import io.github.dbpromote.it.infrastructure.iam.InfrastructureCheck;
import io.github.dbpromote.it.infrastructure.iam.Reasons;
import io.github.dbpromote.it.infrastructure.iam.RecordedCall;
import io.github.dbpromote.it.infrastructure.iam.TerraformPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.json.JsonMapper;

@Tag("infrastructure")
@ExtendWith(FreshSandbox.class)
class PoliciesIT {
    private static final Path RESOURCES = Maven.MODULE.resolve("src/test/resources/infrastructure");

    @Test
    void terraformsPolicies_allowWhatEachRoleNeeds_andNothingElse() throws IOException {
        List<RecordedCall> calls = new RolesAtWork().recorded();
        List<ForbiddenAct> forbidden = ForbiddenActs.in(RolesAtWork.NAMES);

        InfrastructureCheck check = new InfrastructureCheck(
                planned().withRoleOf("reader", "acme-reader", List.of("dev/reader", "qa/reader", "prod/reader")));
        SoftAssertions softly = new SoftAssertions();
        softly.assertThat(check.callsNotAllowed(calls)).isEmpty();
        softly.assertThat(check.forbiddenActsAllowed(forbidden)).isEmpty();
        softly.assertThat(check.rightsWithoutUse(
                        calls,
                        forbidden,
                        Reasons.parse(
                                JsonMapper.shared().readTree(Files.readString(RESOURCES.resolve("reasons.json"))))))
                .isEmpty();
        softly.assertAll();
    }

    private static Infrastructure planned() throws IOException {
        Checkout checkout = Checkout.of("policies");
        checkout.withPrograms(checkout.module().resolve("tests"));
        Files.copy(RESOURCES.resolve("policies.tftest.hcl"), checkout.module().resolve("tests/policies.tftest.hcl"));
        Terraform terraform = Terraform.in(checkout.module());
        terraform.init();
        return terraform
                .call("test", "-json", "-verbose", "-filter=tests/policies.tftest.hcl")
                .lines()
                .filter(line -> line.contains("\"test_plan\""))
                .map(line -> JsonMapper.shared().readTree(line).required("test_plan"))
                .map(TerraformPlan::infrastructure)
                .findFirst()
                .orElseThrow();
    }
}
