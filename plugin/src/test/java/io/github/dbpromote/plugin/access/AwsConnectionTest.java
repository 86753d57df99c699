package io.github.dbpromote.plugin.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.problem.Refusal;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

class AwsConnectionTest {
    private static final EnvironmentName PROD = new EnvironmentName("prod");
    private static final AwsSettings USUAL = settings("", "eu-central-1", "arn:aws:iam::1:role/usual", "");

    @Test
    void environmentWithAnAccessOfItsOwn_isReachedByIt() {
        try (AwsConnection aws = AwsConnection.open(
                settings("", "eu-central-1", "", ""), Map.of(PROD, settings("acme-prod", "eu-west-1", "", "")))) {
            assertThat(aws.accounts().usual().description()).isEqualTo("region eu-central-1");
            assertThat(aws.accounts().own()).containsOnlyKeys(PROD);
            assertThat(aws.accounts().own().get(PROD).description()).isEqualTo("profile acme-prod, region eu-west-1");
        }
    }

    @Test
    void whatAnEnvironmentDoesNotSay_isAsUsual() {
        assertThat(settings("", "eu-west-1", "", "http://127.0.0.1:5000").orElse(USUAL))
                .isEqualTo(settings("", "eu-west-1", "arn:aws:iam::1:role/usual", "http://127.0.0.1:5000"));
    }

    @Test
    void otherProfile_doesNotInheritTheUsualRole() {
        assertThat(settings("acme-prod", "", "", "").orElse(USUAL))
                .isEqualTo(settings("acme-prod", "eu-central-1", "", ""));
    }

    @Test
    void missingRegion_isRefusedWithAllWaysToSetIt() {
        assertThatThrownBy(() -> AwsConnection.open(settings("no-such-profile", "", "", ""), Map.of()))
                .isInstanceOf(Refusal.class)
                .hasMessage("""
                        No AWS region is set.
                          → Set -Ddb.region=eu-central-1, AWS_REGION, or a region in your AWS profile (AWS_PROFILE, -Ddb.profile).
                            To try everything without AWS, add -Ddb.sandbox""");
    }

    @Test
    void malformedEndpoint_isRefusedWithAnExample() {
        assertThatThrownBy(() -> AwsConnection.open(settings("", "eu-central-1", "", "my emulator"), Map.of()))
                .isInstanceOf(Refusal.class)
                .hasMessage("""
                        db.endpoint is "my emulator", which is not an address.
                          → Write it like http://127.0.0.1:5000""");
    }

    @Test
    void endpointWithoutScheme_isRefusedToo() {
        assertThatThrownBy(() -> AwsConnection.open(settings("", "eu-central-1", "", "localhost:5000"), Map.of()))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("db.endpoint is \"localhost:5000\", which is not an address.");
    }

    @Test
    void callerWhomAwsDoesNotName_isTheUserOfTheMachine() {
        try (AwsConnection aws = AwsConnection.fixed(
                URI.create("http://127.0.0.1:1"), "eu-central-1", AwsBasicCredentials.create("key", "secret"))) {
            assertThat(aws.callerName()).isEqualTo(System.getProperty("user.name"));
        }
    }

    private static AwsSettings settings(String profile, String region, String roleArn, String endpoint) {
        return new AwsSettings(given(profile), given(region), given(roleArn), given(endpoint));
    }

    private static Optional<String> given(String value) {
        return Optional.of(value).filter(text -> !text.isEmpty());
    }
}
