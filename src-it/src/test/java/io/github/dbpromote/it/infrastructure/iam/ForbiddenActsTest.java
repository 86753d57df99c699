package io.github.dbpromote.it.infrastructure.iam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForbiddenActsTest {
    private static final Landscape NAMES = new Landscape("acme", "users");
    private static final List<ForbiddenAct> ACTS = ForbiddenActs.in(NAMES);

    @Test
    void goodPolicies_allowNoneOfThem() {
        assertThat(allowedBy(new WrittenPolicies(NAMES))).isEmpty();
    }

    /** Each line makes one mistake, and tells the words that the finding about it must hold. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
                    publisher.json          | document/acme-@database@-@environment@-migrate | document/*   | dev/publisher must not ssm:SendCommand on arn:aws:ssm:eu-central-1:123456789012:document/acme-users-dev-repair
                    publisher.json          | eu-central-1:123456789012:document/acme-@database@-@environment@-migrate | eu-central-1:*:document/* | dev/publisher must not ssm:SendCommand on arn:aws:ssm:eu-central-1::document/AWS-RunShellScript
                    publisher.json          | StringEquals                                   | StringNotEquals | dev/publisher must not ssm:SendCommand on arn:aws:ec2:eu-central-1:123456789012:instance/
                    publisher.json          | document/acme-@database@-@environment@-migrate | document/acme-@database@-*-migrate | dev/publisher must not ssm:SendCommand on arn:aws:ssm:eu-central-1:123456789012:document/acme-users-prod-migrate
                    publisher.json          | deployments/*/claim.json                       | deployments/*/refusal.json | dev/publisher must not s3:PutObject on arn:aws:s3:::acme-users-dev-migrations/users/deployments/d-20261125-120000-abcdefgh/refusal.json
                    publisher.json          | acme-@database@-@environment@-migrations/@database@/ledger.json | acme-@database@-*-migrations/@database@/ledger.json | dev/publisher must not s3:PutObject on arn:aws:s3:::acme-users-prod-migrations/users/ledger.json
                    publisher.json          | ssm:GetCommandInvocation                       | ssm:*        | dev/publisher must not ssm:CancelCommand on *
                    promoter-who-sends.json | acme-@database@-@environment@-migrate          | acme-@database@-*-migrate | qa/promoter must not ssm:SendCommand on arn:aws:ssm:eu-central-1:123456789012:document/acme-users-prod-migrate
                    promoter-who-asks.json  | requests/${aws:userid}/*                       | deployments/*/order.json | prod/promoter must not s3:PutObject on arn:aws:s3:::acme-users-prod-migrations/users/deployments/d-20261125-120000-abcdefgh/order.json
                    reader.json             | "s3:ListBucket"                                | "s3:*"       | prod/reader must not s3:PutObject on arn:aws:s3:::acme-users-prod-migrations/users/ledger.json
                    host.json               | deployments/*/claim.json                       | ledger.json  | qa/host must not s3:PutObject on arn:aws:s3:::acme-users-qa-migrations/users/ledger.json
                    host.json               | secret:db-promote/@database@/@environment@-*   | secret:*     | dev/host must not secretsmanager:GetSecretValue on arn:aws:secretsmanager:eu-central-1:123456789012:secret:db-promote/users/prod-AbCdEf
                    relay.json              | acme-@database@-@environment@-migrations/@database@/bundles/* | acme-*/@database@/bundles/* | qa/relay must not s3:PutObject on arn:aws:s3:::acme-users-prod-migrations/users/bundles
                    relay.json              | acme-@database@-@source@-migrations            | acme-*       | dev/relay must not s3:GetObject on arn:aws:s3:::acme-users-prod-migrations/users/ledger.json
                    operator.json           | environment@-inspect                           | environment@-migrate | prod/operator must not ssm:SendCommand on arn:aws:ssm:eu-central-1:123456789012:document/acme-users-prod-migrate
                    operator.json           | deployments/*/clearance.json                   | bundles/*    | dev/operator must not s3:PutObject on arn:aws:s3:::acme-users-dev-migrations/users/bundles/0123456789abcdef.jar
                    approver.json           | approvals/*/${aws:userid}/*                    | *            | prod/approver must not s3:PutObject on arn:aws:s3:::acme-users-prod-migrations/users/deployments/d-20261125-120000-abcdefgh/order.json
                    bucket.json             | "aws:SecureTransport": "false"                 | "aws:SecureTransport": "true" | must not s3:GetObject on arn:aws:s3:::acme-users-dev-migrations/users/ledger.json, or the record could be read and changed on the way
                    bucket.json             | Null": { "s3:if-none-match": "true" }          | Null": { "s3:if-none-match": "false" } | administrator must not s3:PutObject on arn:aws:s3:::acme-users-prod-migrations/users/bundles/0123456789abcdef.jar, or what happened could be rewritten
                    bucket.json             | , "s3:DeleteObjectVersion"                     | ''           | administrator must not s3:DeleteObjectVersion on arn:aws:s3:::acme-users-prod-migrations/users/ledger.json
                    bucket.json             | deployments/*/receipt.json                     | receipts/*   | administrator must not s3:PutObject on arn:aws:s3:::acme-users-prod-migrations/users/deployments/d-20261125-120000-abcdefgh/receipt.json, or success could be written without a host
                    bucket.json             | approvals/*/${aws:userid}/*                    | approvals/*  | administrator must not s3:PutObject on arn:aws:s3:::acme-users-prod-migrations/users/approvals/0123456789abcdef/AROAEXAMPLEID:somebody-else/1.json
                    bucket.json             | requests/${aws:userid}/*                       | requests/*   | administrator must not s3:PutObject on arn:aws:s3:::acme-users-prod-migrations/users/requests/AROAEXAMPLEID:somebody-else/d-1.json
                    """)
    void aMistake_isCaughtAndNamed(String file, String good, String mistake, String finding) {
        Set<String> findings = allowedBy(new WrittenPolicies(NAMES).replacing(file, good, mistake));

        assertThat(findings).anyMatch(each -> each.contains(finding));
    }

    @Test
    void aRoleThatIsNotThere_isNamed() {
        assertThat(new InfrastructureCheck(new Infrastructure(List.of(), List.of())).forbiddenActsAllowed(ACTS))
                .anyMatch(finding -> finding.startsWith("There is no role dev/publisher"));
    }

    @Test
    void theCatalogue_saysOfEachActWhatWouldBeBroken_andSaysNothingTwice() {
        assertThat(ACTS)
                .hasSizeGreaterThan(500)
                .doesNotHaveDuplicates()
                .noneMatch(act -> act.why().isBlank());
    }

    private static Set<String> allowedBy(WrittenPolicies policies) {
        return new InfrastructureCheck(policies.infrastructure()).forbiddenActsAllowed(ACTS);
    }
}
