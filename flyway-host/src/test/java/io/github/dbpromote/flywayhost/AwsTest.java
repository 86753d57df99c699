package io.github.dbpromote.flywayhost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

class AwsTest {
    @Test
    void databaseToken_isSignedHereForThatHostAndUser() {
        try (Aws aws = new Aws(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE0000000", "secret")),
                Region.EU_CENTRAL_1,
                Optional.empty())) {
            assertThat(aws.databaseToken("users.example.eu-central-1.rds.amazonaws.com", 5432, "migrator"))
                    .startsWith("users.example.eu-central-1.rds.amazonaws.com:5432/?")
                    .contains("Action=connect", "DBUser=migrator", "X-Amz-Expires=900", "eu-central-1%2Frds-db");
        }
    }
}
