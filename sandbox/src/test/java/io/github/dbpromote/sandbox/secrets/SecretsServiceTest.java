package io.github.dbpromote.sandbox.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbpromote.sandbox.http.LocalCloud;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;

class SecretsServiceTest {
    @TempDir
    private Path directory;

    private LocalCloud cloud;
    private SecretsManagerClient client;

    @BeforeEach
    void start() throws IOException {
        cloud = LocalCloud.start(directory);
        client = cloud.secretsManager(cloud.developer());
    }

    @AfterEach
    void stop() {
        client.close();
        cloud.close();
    }

    @Test
    void secret_isReadByNameAndByArn() {
        String arn = cloud.secrets().put("db-promote/users/dev", "{\"password\":\"1\"}");

        GetSecretValueResponse byName = client.getSecretValue(request -> request.secretId("db-promote/users/dev"));
        GetSecretValueResponse byArn = client.getSecretValue(request -> request.secretId(arn));

        assertThat(byName.secretString()).isEqualTo("{\"password\":\"1\"}").isEqualTo(byArn.secretString());
        assertThat(byName.arn())
                .isEqualTo(arn)
                .matches("arn:aws:secretsmanager:eu-central-1:123456789012:secret:db-promote/users/dev-\\w{6}");
        assertThat(byName.versionStages()).containsExactly("AWSCURRENT");
    }

    @Test
    void newValue_keepsTheArn() {
        String arn = cloud.secrets().put("users", "old");

        assertThat(cloud.secrets().put("users", "new")).isEqualTo(arn);
        assertThat(client.getSecretValue(request -> request.secretId(arn)).secretString())
                .isEqualTo("new");
    }

    @Test
    void missingSecret_isNotFound() {
        assertThatThrownBy(() -> client.getSecretValue(request -> request.secretId("nothing")))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("can't find the specified secret");
    }

    @Test
    void secrets_surviveARestart() throws IOException {
        String arn = cloud.secrets().put("users", "{}");

        try (LocalCloud restarted = LocalCloud.start(directory)) {
            assertThat(restarted.secrets().value(arn)).contains("{}");
            assertThat(restarted.secrets().put("users", "2")).isEqualTo(arn);
        }
    }

    @Test
    void otherOperations_areUnknown() {
        assertThatThrownBy(() -> client.listSecrets(request -> request.maxResults(1)))
                .isInstanceOfSatisfying(
                        SecretsManagerException.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("UnknownOperationException"));
    }

    @Test
    void name_isChecked() {
        assertThatThrownBy(() -> cloud.secrets().put("a b", "1")).isInstanceOf(IllegalArgumentException.class);
    }
}
