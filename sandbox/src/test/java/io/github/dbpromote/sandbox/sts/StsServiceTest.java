package io.github.dbpromote.sandbox.sts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbpromote.sandbox.http.Credentials;
import io.github.dbpromote.sandbox.http.LocalCloud;
import io.github.dbpromote.sandbox.http.Principal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;
import software.amazon.awssdk.services.sts.model.StsException;

class StsServiceTest {
    @Test
    void callerIdentity_isThatOfTheSigner(@TempDir Path directory) throws IOException {
        try (LocalCloud cloud = LocalCloud.start(directory)) {
            Principal host = Principal.assumedRole(LocalCloud.ACCOUNT, "flyway-host", "i-0123456789abcdef0");
            Credentials credentials =
                    cloud.front().keyring().issueTemporary(host, Instant.now().plusSeconds(60));

            try (StsClient sts = cloud.sts(credentials)) {
                GetCallerIdentityResponse identity = sts.getCallerIdentity();

                assertThat(identity.arn())
                        .isEqualTo("arn:aws:sts::123456789012:assumed-role/flyway-host/i-0123456789abcdef0");
                assertThat(identity.account()).isEqualTo("123456789012");
                assertThat(identity.userId()).startsWith("AROA").endsWith(":i-0123456789abcdef0");
            }
        }
    }

    @Test
    void otherActions_areInvalid(@TempDir Path directory) throws IOException {
        try (LocalCloud cloud = LocalCloud.start(directory);
                StsClient sts = cloud.sts(cloud.developer())) {
            assertThatThrownBy(sts::getSessionToken).isInstanceOfSatisfying(StsException.class, e -> {
                assertThat(e.statusCode()).isEqualTo(400);
                assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidAction");
            });
        }
    }
}
