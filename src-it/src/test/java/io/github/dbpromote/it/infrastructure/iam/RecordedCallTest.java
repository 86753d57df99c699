package io.github.dbpromote.it.infrastructure.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class RecordedCallTest {
    private static final Landscape NAMES = new Landscape("acme", "users");

    @Test
    void whatTheSandboxAnswers_isRead() {
        assertThat(parse("""
                        {"accesses": [{"time": "2026-11-25T12:00:00Z", "principal": "arn:aws:iam::123456789012:user/developer",
                          "userId": "AIDA", "action": "s3:PutObject", "resource": "arn:aws:s3:::acme/a",
                          "conditions": {"s3:if-none-match": "*"}, "status": 412}]}"""))
                .containsExactly(new RecordedCall(
                        "arn:aws:iam::123456789012:user/developer",
                        "s3:PutObject",
                        "arn:aws:s3:::acme/a",
                        Map.of("s3:if-none-match", "*"),
                        412));
    }

    @Test
    void anAnswerThatLacksSomething_isRefused() {
        assertThatThrownBy(() -> parse("{\"requests\": []}")).hasMessageContaining("accesses");
        assertThatThrownBy(() -> parse("{\"accesses\": [{\"principal\": \"a\"}]}"))
                .hasMessageContaining("conditions");
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:s3:::sandbox-users-qa-migrations/users/a, arn:aws:s3:::acme-users-qa-migrations/users/a",
        "arn:aws:s3:::sandbox-users-qa-migrations, arn:aws:s3:::acme-users-qa-migrations",
        "arn:aws:ssm:eu-central-1:123456789012:document/db-promote-users-qa-repair,"
                + " arn:aws:ssm:eu-central-1:123456789012:document/acme-users-qa-repair",
        "arn:aws:sts::123456789012:assumed-role/flyway-host-qa/i-0123, arn:aws:sts::123456789012:assumed-role/acme-qa-host/i-0123",
        "arn:aws:iam::123456789012:role/flyway-host-qa, arn:aws:iam::123456789012:role/acme-qa-host",
        "arn:aws:secretsmanager:eu-central-1:123456789012:secret:db-promote/users/qa-x1Y2z3,"
                + " arn:aws:secretsmanager:eu-central-1:123456789012:secret:db-promote/users/qa-AbCdEf",
        "qa, acme-qa",
        "arn:aws:ssm:eu-central-1:123456789012:parameter/db-promote/users,"
                + " arn:aws:ssm:eu-central-1:123456789012:parameter/db-promote/users",
        "arn:aws:ssm:eu-central-1::document/AWS-RunShellScript, arn:aws:ssm:eu-central-1::document/AWS-RunShellScript",
    })
    void theSandboxsNames_becomeThoseOfTheInfrastructure_whereverTheyStand(String given, String renamed) {
        RecordedCall call =
                new RecordedCall(given, "ssm:SendCommand", given, Map.of("ssm:resourceTag/FlywayHost", given), 200);

        assertThat(call.renamed(NAMES.renaming()))
                .isEqualTo(new RecordedCall(
                        renamed, "ssm:SendCommand", renamed, Map.of("ssm:resourceTag/FlywayHost", renamed), 200));
    }

    private static List<RecordedCall> parse(String answer) {
        return RecordedCall.parse(JsonMapper.shared().readTree(answer));
    }
}
