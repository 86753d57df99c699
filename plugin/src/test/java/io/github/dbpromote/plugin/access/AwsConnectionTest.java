package io.github.dbpromote.plugin.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.operation.Caller;
import io.github.dbpromote.core.problem.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.apache.maven.settings.Proxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

@ResourceLock(value = Resources.SYSTEM_PROPERTIES, mode = ResourceAccessMode.READ)
class AwsConnectionTest {
    private static final EnvironmentName PROD = new EnvironmentName("prod");
    private static final SettingsProxies NO_PROXIES = SettingsProxies.none();
    private static final AwsSettings USUAL = settings("", "eu-central-1", "arn:aws:iam::1:role/usual", "");

    @Test
    void environmentWithAnAccessOfItsOwn_isReachedByIt() {
        try (AwsConnection aws = AwsConnection.open(
                settings("", "eu-central-1", "", ""),
                Map.of(PROD, settings("acme-prod", "eu-west-1", "", "")),
                NO_PROXIES)) {
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
        assertThatThrownBy(() -> AwsConnection.open(settings("no-such-profile", "", "", ""), Map.of(), NO_PROXIES))
                .isInstanceOf(Refusal.class)
                .hasMessage("""
                        No AWS region is set.
                          → Set -Ddb.region=eu-central-1, AWS_REGION, or a region in your AWS profile (AWS_PROFILE, -Ddb.profile).
                            To try everything without AWS, add -Ddb.sandbox""");
    }

    @Test
    void malformedEndpoint_isRefusedWithAnExample() {
        assertThatThrownBy(
                        () -> AwsConnection.open(settings("", "eu-central-1", "", "my emulator"), Map.of(), NO_PROXIES))
                .isInstanceOf(Refusal.class)
                .hasMessage("""
                        db.endpoint is "my emulator", which is not an address.
                          → Write it like http://127.0.0.1:5000""");
    }

    @Test
    void endpointWithoutScheme_isRefusedToo() {
        assertThatThrownBy(() ->
                        AwsConnection.open(settings("", "eu-central-1", "", "localhost:5000"), Map.of(), NO_PROXIES))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("db.endpoint is \"localhost:5000\", which is not an address.");
    }

    @Test
    void callerWhomAwsDoesNotName_isTheUserOfTheMachine() {
        try (AwsConnection aws = AwsConnection.fixed(
                URI.create("http://127.0.0.1:1"), "eu-central-1", AwsBasicCredentials.create("key", "secret"))) {
            assertThat(aws.caller(Optional.of("why")))
                    .isEqualTo(new Caller(System.getProperty("user.name"), Optional.empty(), Optional.of("why")));
        }
    }

    @Test
    void callerIsNotWaitedForLong_whereNothingAnswers() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                AwsConnection aws = AwsConnection.fixed(
                        URI.create("http://127.0.0.1:" + silent.getLocalPort()),
                        "eu-central-1",
                        AwsBasicCredentials.create("key", "secret"))) {
            Caller caller = assertTimeout(Duration.ofSeconds(15), () -> aws.caller(Optional.empty()));

            assertThat(caller.name()).isEqualTo(System.getProperty("user.name"));
        }
    }

    @Test
    void profileIsAllThatCounts_whereItIsNamed(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("credentials"), """
                [acme-prod]
                aws_access_key_id = of-the-profile
                aws_secret_access_key = secret
                """);
        Map<String, String> properties = Map.of(
                "aws.sharedCredentialsFile", file.toString(),
                "aws.accessKeyId", "of-the-environment",
                "aws.secretAccessKey", "secret");
        properties.forEach(System::setProperty);
        try (Opened opened = new Opened()) {
            assertThat(accessKey(settings("acme-prod", "eu-central-1", "", ""), opened))
                    .isEqualTo("of-the-profile");
            assertThat(accessKey(settings("", "eu-central-1", "", ""), opened)).isEqualTo("of-the-environment");
            assertThatThrownBy(() -> accessKey(settings("acme", "eu-central-1", "", ""), opened))
                    .hasMessageContaining("acme");
        } finally {
            properties.keySet().forEach(System::clearProperty);
        }
    }

    @Test
    void webIdentity_isAskedForThroughTheProxyToo(@TempDir Path folder) throws IOException {
        Map<String, String> properties = Map.of(
                "aws.webIdentityTokenFile",
                Files.writeString(folder.resolve("token"), "of-the-build").toString(),
                "aws.roleArn",
                "arn:aws:iam::123456789012:role/ci");
        properties.forEach(System::setProperty);
        try (ServerSocket proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                Opened opened = new Opened()) {
            CompletableFuture<String> asked = CompletableFuture.supplyAsync(() -> assumeRole(proxy));
            AwsCredentialsProvider credentials = AwsConnection.credentials(
                    settings("", "eu-central-1", "", "http://sts.acme.test/"), through(proxy.getLocalPort()), opened);

            assertThat(credentials.resolveCredentials().accessKeyId()).isEqualTo("of-the-web-identity");
            assertThat(asked.join()).startsWith("POST http://sts.acme.test");
        } finally {
            properties.keySet().forEach(System::clearProperty);
        }
    }

    /** Answers one request as the Security Token Service does. */
    private static String assumeRole(ServerSocket proxy) {
        String body = """
                <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                  <AssumeRoleWithWebIdentityResult>
                    <Credentials>
                      <AccessKeyId>of-the-web-identity</AccessKeyId>
                      <SecretAccessKey>secret</SecretAccessKey>
                      <SessionToken>token</SessionToken>
                      <Expiration>2999-01-01T00:00:00Z</Expiration>
                    </Credentials>
                  </AssumeRoleWithWebIdentityResult>
                </AssumeRoleWithWebIdentityResponse>
                """;
        try (Socket client = proxy.accept()) {
            StringBuilder request = new StringBuilder();
            while (!request.toString().contains("WebIdentityToken=of-the-build")) {
                request.append((char) client.getInputStream().read());
            }
            String head = "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nConnection: close\r\nContent-Length: ";
            client.getOutputStream()
                    .write((head + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII));
            return request.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SettingsProxies through(int port) {
        Proxy proxy = new Proxy();
        proxy.setProtocol("http");
        proxy.setHost("127.0.0.1");
        proxy.setPort(port);
        return SettingsProxies.of(
                List.of(proxy), request -> new Undecrypted(request.getProxies().get(0)), new Properties());
    }

    private static String accessKey(AwsSettings settings, Opened opened) {
        return AwsConnection.credentials(settings, NO_PROXIES, opened)
                .resolveCredentials()
                .accessKeyId();
    }

    @Test
    void settingThatIsRefused_leavesNothingOpen() {
        List<String> closed = new ArrayList<>();
        Opened opened = new Opened();
        opened.add(() -> closed.add("what was open before"));

        assertThatThrownBy(() -> AwsConnection.open(
                        settings("", "eu-central-1", "", ""),
                        Map.of(PROD, settings("", "", "", "nowhere")),
                        NO_PROXIES,
                        opened))
                .isInstanceOf(Refusal.class);

        assertThat(closed).containsExactly("what was open before");
    }

    @Test
    void everythingIsClosed_newestFirst_alsoAfterOneThatFails() {
        List<String> closed = new ArrayList<>();
        Opened opened = new Opened();
        opened.add(() -> closed.add("first"));
        opened.add(() -> {
            throw new IOException("out of order");
        });
        opened.add(() -> closed.add("last"));

        assertThatThrownBy(opened::close).hasSuppressedException(new IOException("out of order"));
        assertThat(closed).containsExactly("last", "first");
        assertThatCode(opened::close).doesNotThrowAnyException();
    }

    private static AwsSettings settings(String profile, String region, String roleArn, String endpoint) {
        return new AwsSettings(given(profile), given(region), given(roleArn), given(endpoint));
    }

    private static Optional<String> given(String value) {
        return Optional.of(value).filter(text -> !text.isEmpty());
    }
}
