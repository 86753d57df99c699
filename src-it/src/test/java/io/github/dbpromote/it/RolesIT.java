package io.github.dbpromote.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.it.infrastructure.iam.InfrastructureCheck;
import io.github.dbpromote.it.infrastructure.iam.Landscape;
import io.github.dbpromote.it.infrastructure.iam.RecordedCall;
import io.github.dbpromote.it.infrastructure.iam.WrittenPolicies;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FreshSandbox.class)
class RolesIT {
    private static final String DATABASE = "roles";

    private final Scenario project = Scenario.of(DATABASE);
    private final SharedSandbox sandbox = project.sandbox;

    @Test
    void whatEachRoleNeeds_smallPoliciesAllow() {
        project.mvn("db:status");
        sandbox.changeParameter(
                DATABASE, "prod", prod -> prod.putObject("gates").put("approvals", 1));
        sandbox.forgetAccesses();

        project.inRole("acme-dev-publisher", "ci").mvn("db:publish");
        project.inRole("acme-qa-promoter", "ci").mvn("db:promote", "-Denv=qa");
        project.inRole("acme-qa-operator", "bob").mvn("db:pause", "-Denv=qa", "-Ddb.reason=audit");
        project.inRole("acme-qa-operator", "bob").mvn("db:resume", "-Denv=qa");
        project.inRole("acme-prod-approver", "alice").mvn("db:approve", "-Denv=prod", "-Ddb.reason=TICKET-1");

        List<RecordedCall> calls = sandbox.accesses().stream()
                .map(call -> call.renamed(new Landscape("acme").renaming()))
                .toList();
        InfrastructureCheck check = new InfrastructureCheck(new WrittenPolicies(DATABASE).infrastructure());
        assertThat(calls)
                .extracting(RecordedCall::action)
                .contains("s3:PutObject", "ssm:SendCommand", "secretsmanager:GetSecretValue");
        assertThat(check.callsNotAllowed(calls)).isEmpty();
    }
}
