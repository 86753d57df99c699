package io.github.dbpromote.it.infrastructure.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class InfrastructureCheckTest {
    private static final Landscape NAMES = new Landscape("acme", "users");
    private static final String BUCKET = "arn:aws:s3:::acme-users-dev-migrations";
    private static final String PUBLISHER = "arn:aws:sts::123456789012:assumed-role/acme-dev-publisher/ci";
    private static final RecordedCall READS = called(PUBLISHER, "s3:GetObject", BUCKET + "/users/ledger.json", 200);

    @Test
    void aCallThatItsRoleMayMake_isNoFinding() {
        assertThat(check().callsNotAllowed(List.of(READS))).isEmpty();
    }

    @Test
    void aCallThatItsRoleMayNotMake_isNamed() {
        RecordedCall call = called(PUBLISHER, "s3:PutObject", BUCKET + "/users/logs/x", 200);

        assertThat(check().callsNotAllowed(List.of(READS, call, call)))
                .containsExactly("dev/publisher needs s3:PutObject on " + BUCKET
                        + "/users/logs/x: denied by [acme-users-dev-migrations's OnlyTheHostReports]");
    }

    @Test
    void aCallThatFailedForAnotherReason_hasToBeAllowedToo() {
        for (int status : List.of(0, 400, 404, 409, 412, 500)) {
            assertThat(check().callsNotAllowed(
                                    List.of(called(PUBLISHER, "s3:GetObject", "arn:aws:s3:::else/a", status))))
                    .hasSize(1);
        }
    }

    @Test
    void whatTheSandboxForbids_neednotBeAllowed() {
        assertThat(check().callsNotAllowed(List.of(called(PUBLISHER, "s3:DeleteObject", BUCKET + "/users/a", 403))))
                .isEmpty();
    }

    @Test
    void aRoleWithoutPolicies_isNamed() {
        String nobody = "arn:aws:sts::123456789012:assumed-role/nobody/ci";

        assertThat(check().callsNotAllowed(List.of(called(nobody, "ssm:ListCommands", "*", 200))))
                .containsExactly(
                        "arn:aws:iam::123456789012:role/nobody has no policies, but needs ssm:ListCommands on *");
    }

    @Test
    void aUser_isNobodysRole() {
        assertThat(check().callsNotAllowed(List.of(
                        called("arn:aws:iam::123456789012:user/developer", "s3:PutObject", BUCKET, 200))))
                .isEmpty();
    }

    @Test
    void aRightThatNothingUses_isNamed_actionByAction() {
        assertThat(unused(List.of(READS), "{}"))
                .contains(
                        "Nothing uses publisher/ReadRecord/s3:listbucket",
                        "Nothing uses publisher/SendDocument/ssm:sendcommand")
                .doesNotContain("Nothing uses publisher/ReadRecord/s3:getobject");
    }

    @Test
    void aCallThatIsDeniedInTheEnd_usesNoRight() {
        RecordedCall overwriting = called(PUBLISHER, "s3:PutObject", BUCKET + "/users/ledger.json", 200);

        assertThat(unused(List.of(overwriting), "{}")).contains("Nothing uses publisher/Order/s3:putobject");
    }

    @Test
    void aProhibition_isUsedByWhatIsForbidden() {
        assertThat(unused(List.of(), "{}")).noneMatch(finding -> finding.contains("uses bucket/"));
    }

    @Test
    void aReason_excusesARight_orAllOfAStatement() {
        assertThat(unused(List.of(READS), """
                        {"publisher/ReadRecord/s3:listbucket": "only the newest is read",
                         "*/SendDocument": "other scenarios do"}"""))
                .noneMatch(finding -> finding.contains("uses publisher/ReadRecord"))
                .noneMatch(finding -> finding.contains("/SendDocument/"))
                .noneMatch(finding -> finding.contains("reason"));
    }

    @Test
    void aReasonThatNothingNeeds_isNamed() {
        assertThat(unused(List.of(READS), "{\"publisher/ReadRecord/s3:getobject\": \"once it was\"}"))
                .contains("There is a reason for publisher/ReadRecord/s3:getobject, which needs none");
    }

    @Test
    void aReasonWithoutWords_isRefused() {
        assertThatThrownBy(() -> Reasons.parse(JsonMapper.shared().readTree("{\"a\": \" \"}")))
                .hasMessage("The reason for a is missing");
    }

    @Test
    void aStatementWithoutSid_isNamed() {
        InfrastructureCheck check = new InfrastructureCheck(new WrittenPolicies(NAMES)
                .replacing("reader.json", "\"Sid\": \"ReadRecord\", ", "")
                .infrastructure());

        assertThat(check.rightsWithoutUse(
                        List.of(), List.of(), Reasons.parse(JsonMapper.shared().readTree("{}"))))
                .contains("dev/reader's statement without Sid needs a Sid, so that a reason can name it");
    }

    private static InfrastructureCheck check() {
        return new InfrastructureCheck(new WrittenPolicies(NAMES).infrastructure());
    }

    private static Set<String> unused(List<RecordedCall> calls, String reasons) {
        return check().rightsWithoutUse(
                        calls,
                        ForbiddenActs.in(NAMES),
                        Reasons.parse(JsonMapper.shared().readTree(reasons)));
    }

    private static RecordedCall called(String principal, String action, String resource, int status) {
        return new RecordedCall(principal, action, resource, Map.of("aws:SecureTransport", "true"), status);
    }
}
