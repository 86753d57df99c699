package io.github.dbpromote.sandbox.ssm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.sandbox.http.Permission;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class SsmPermissionsTest {
    private static final String ARN = "arn:aws:ssm:eu-central-1:123456789012:";
    private static final String QA = ManagedHost.instanceIdOf("qa");
    private static final String QA_ARN = "arn:aws:ec2:eu-central-1:123456789012:instance/" + QA;

    @TempDir
    private Path root;

    @Test
    void aPath_isAParameter_andRecursionACondition() {
        assertThat(of("GetParametersByPath", "{\"Path\": \"/db-promote/users\", \"Recursive\": true}"))
                .containsExactly(new Permission(
                        "ssm:GetParametersByPath",
                        ARN + "parameter/db-promote/users",
                        Map.of("ssm:Recursive", "true")));
        assertThat(of("GetParametersByPath", "{\"Path\": \"/db-promote/users\"}"))
                .singleElement()
                .satisfies(permission -> assertThat(permission.conditions()).containsEntry("ssm:Recursive", "false"));
    }

    @Test
    void parameters_areAskedForOneByOne() {
        assertThat(of("GetParameters", "{\"Names\": [\"/a/b\", \"c\"]}"))
                .extracting(Permission::resource)
                .containsExactly(ARN + "parameter/a/b", ARN + "parameter/c");
    }

    @Test
    void sendingACommand_needsTheDocument_andEachInstanceWithItsTags() {
        assertThat(of(
                        "SendCommand",
                        "{\"DocumentName\": \"users-qa-migrate\", \"InstanceIds\": [\"" + QA + "\", \"i-00000000\"]}"))
                .containsExactly(
                        Permission.of("ssm:SendCommand", ARN + "document/users-qa-migrate"),
                        new Permission(
                                "ssm:SendCommand",
                                QA_ARN,
                                Map.of("ssm:resourceTag/FlywayHost", "qa", "aws:ResourceTag/FlywayHost", "qa")),
                        Permission.of("ssm:SendCommand", "arn:aws:ec2:eu-central-1:123456789012:instance/i-00000000"));
    }

    @Test
    void sendingByTag_needsWhateverInstancesHaveIt() {
        assertThat(of("SendCommand", """
                        {"DocumentName": "users-qa-migrate",
                         "Targets": [{"Key": "tag:FlywayHost", "Values": ["qa"]}]}"""))
                .extracting(Permission::resource)
                .containsExactly(ARN + "document/users-qa-migrate", QA_ARN);
    }

    @Test
    void amazonsDocuments_belongToNoAccount() {
        assertThat(of("SendCommand", "{\"DocumentName\": \"AWS-RunShellScript\", \"InstanceIds\": []}"))
                .containsExactly(
                        Permission.of("ssm:SendCommand", "arn:aws:ssm:eu-central-1::document/AWS-RunShellScript"));
    }

    @Test
    void commandsAndInstances_haveNoResources() {
        for (String operation :
                List.of("DescribeInstanceInformation", "GetCommandInvocation", "ListCommands", "CancelCommand")) {
            assertThat(of(operation, "{}")).containsExactly(Permission.of("ssm:" + operation, "*"));
        }
    }

    private List<Permission> of(String operation, String input) {
        Fleet fleet = new Fleet(Clock.systemUTC());
        fleet.add(new ManagedHost(
                "qa",
                root,
                Map::of,
                new OutputTargets((bucket, key, content) -> {}, (g, s, m) -> {}),
                Clock.systemUTC()));
        return new SsmPermissions(SsmFixture.SETTINGS, fleet).of(operation, (ObjectNode) Json.parse(input));
    }
}
