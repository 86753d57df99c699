package io.github.dbpromote.it.infrastructure.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbpromote.it.infrastructure.Plan;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class TerraformPlanTest {
    private static final String ALLOW = """
            {"Version": "2012-10-17",
             "Statement": [{"Sid": "%s", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}""";

    private static final String DENY = """
            {"Version": "2012-10-17",
             "Statement": [{"Sid": "TlsOnly", "Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}]}""";

    private final ObjectNode plan = JsonMapper.shared().createObjectNode();

    @Test
    void aPolicyToAttach_standsForARoleOfItsName() {
        change("aws_iam_policy", "role", "dev/publisher", "name", "acme-dev-publisher", ALLOW.formatted("Read"));
        change("aws_iam_policy", "tag_authority", "", "name", "acme-tag-authority", ALLOW.formatted("Tags"));

        assertThat(TerraformPlan.infrastructure(new Plan(plan)).roles())
                .singleElement()
                .satisfies(role -> {
                    assertThat(role.name()).isEqualTo("dev/publisher");
                    assertThat(role.arn()).isEqualTo("arn:aws:iam::123456789012:role/acme-dev-publisher");
                    assertThat(role.statements()).hasToString("[dev/publisher's Read]");
                });
    }

    @Test
    void policiesInLine_areThoseOfTheirRole_allTogether() {
        change("aws_iam_role_policy", "host", "dev", "role", "acme-dev-host", ALLOW.formatted("Read"));
        change("aws_iam_role_policy", "host_database", "dev", "role", "acme-dev-host", ALLOW.formatted("Password"));

        assertThat(TerraformPlan.infrastructure(new Plan(plan))
                        .role("dev/host")
                        .orElseThrow()
                        .statements())
                .hasToString("[dev/host's Read, dev/host's Password]");
    }

    @Test
    void aRoleOfTheModule_hasWhatIsAttachedAndWhatIsInLine() {
        change("aws_iam_policy", "role", "dev/host", "name", "acme-dev-host", ALLOW.formatted("Claim"));
        change("aws_iam_role_policy", "host_runtime", "dev", "role", "acme-dev-host", ALLOW.formatted("Run"));

        assertThat(TerraformPlan.infrastructure(new Plan(plan)).roles())
                .singleElement()
                .satisfies(role -> assertThat(role.statements()).hasToString("[dev/host's Claim, dev/host's Run]"));
    }

    @Test
    void aBucketsPolicy_isFoundByItsNameInTerraform() {
        change("aws_s3_bucket", "migrations", "users/dev", "bucket", "acme-users-dev-migrations", null);
        change("aws_s3_bucket", "programs", "", "bucket", "acme-programs", null);
        change("aws_s3_bucket_policy", "migrations", "users/dev", "id", "later", DENY);

        assertThat(TerraformPlan.infrastructure(new Plan(plan)).buckets())
                .singleElement()
                .satisfies(bucket -> {
                    assertThat(bucket.name()).isEqualTo("acme-users-dev-migrations");
                    assertThat(bucket.owner()).isEqualTo("123456789012");
                    assertThat(bucket.policy().statements()).hasToString("[acme-users-dev-migrations's TlsOnly]");
                });
    }

    @Test
    void aPolicyThatIsKnownOnlyLater_isAProblem() {
        change("aws_iam_role_policy", "host", "dev", "role", "acme-dev-host", null);

        assertThatThrownBy(() -> TerraformPlan.infrastructure(new Plan(plan)))
                .isInstanceOf(PolicyProblem.class)
                .hasMessage("The plan does not know yet the policy aws_iam_role_policy.host");
    }

    private void change(String type, String name, String index, String attribute, String value, String policy) {
        ObjectNode change = plan.withArray("resource_changes").addObject();
        change.put("address", type + "." + name)
                .put("mode", "managed")
                .put("type", type)
                .put("name", name);
        if (!index.isEmpty()) {
            change.put("index", index);
        }
        change.putObject("change").putObject("after").put(attribute, value).put("policy", policy);
    }
}
