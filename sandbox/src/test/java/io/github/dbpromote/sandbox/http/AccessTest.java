package io.github.dbpromote.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;

class AccessTest {
    private static final String BUCKET = "arn:aws:s3:::acme";
    private static final String LEDGER = "users/ledger.json";

    private LocalCloud cloud;
    private S3Client s3;

    @BeforeEach
    void publisherHasABucket(@TempDir Path directory) throws IOException {
        cloud = LocalCloud.start(directory);
        s3 = cloud.s3(cloud.front()
                .keyring()
                .issueTemporary(
                        Principal.assumedRole(LocalCloud.ACCOUNT, "publisher", "ci"),
                        Instant.now().plusSeconds(600)));
        s3.createBucket(request -> request.bucket("acme")
                .createBucketConfiguration(place -> place.locationConstraint(LocalCloud.REGION.id())));
        cloud.front().accessLog().clear();
    }

    @AfterEach
    void stop() {
        s3.close();
        cloud.close();
    }

    @Test
    void creatingAnObject_needsToPut_withTheConditionOfTheRequest() {
        s3.putObject(request -> request.bucket("acme").key(LEDGER).ifNoneMatch("*"), RequestBody.fromString("{}"));

        Access put = theOnly();
        assertThat(put.permission().action()).isEqualTo("s3:PutObject");
        assertThat(put.permission().resource()).isEqualTo(BUCKET + "/" + LEDGER);
        assertThat(put.status()).isEqualTo(200);
        assertThat(put.conditions())
                .containsEntry("s3:if-none-match", "*")
                .containsEntry("s3:ResourceAccount", "123456789012")
                .containsEntry("aws:SecureTransport", "true")
                .doesNotContainKey("s3:if-match");
    }

    @Test
    void replacingAnObject_needsToReadItToo() {
        String tag = s3.putObject(request -> request.bucket("acme").key(LEDGER), RequestBody.fromString("{}"))
                .eTag();
        cloud.front().accessLog().clear();

        s3.putObject(request -> request.bucket("acme").key(LEDGER).ifMatch(tag), RequestBody.fromString("{ }"));

        assertThat(accesses())
                .containsExactly(
                        "s3:PutObject " + BUCKET + "/" + LEDGER + " 200",
                        "s3:GetObject " + BUCKET + "/" + LEDGER + " 200");
        assertThat(cloud.front().accessLog().entries().get(0).conditions())
                .containsEntry("s3:if-match", tag.replace("\"", ""));
    }

    @Test
    void readingWhatIsThere_needsToGetIt() {
        String version = s3.putObject(request -> request.bucket("acme").key(LEDGER), RequestBody.fromString("{}"))
                .versionId();
        cloud.front().accessLog().clear();

        s3.getObjectAsBytes(request -> request.bucket("acme").key(LEDGER));
        s3.headObject(request -> request.bucket("acme").key(LEDGER));
        s3.headObject(request -> request.bucket("acme").key(LEDGER).versionId(version));

        assertThat(accesses())
                .containsExactly(
                        "s3:GetObject " + BUCKET + "/" + LEDGER + " 200",
                        "s3:GetObject " + BUCKET + "/" + LEDGER + " 200",
                        "s3:GetObjectVersion " + BUCKET + "/" + LEDGER + " 200");
    }

    @Test
    void readingWhatIsMissing_needsToListIt_orItWouldBe403() {
        assertThatThrownBy(() ->
                        s3.getObjectAsBytes(request -> request.bucket("acme").key(LEDGER)))
                .isInstanceOf(S3Exception.class);

        assertThat(accesses())
                .containsExactly("s3:GetObject " + BUCKET + "/" + LEDGER + " 404", "s3:ListBucket " + BUCKET + " 404");
        assertThat(cloud.front().accessLog().entries().get(1).conditions()).containsEntry("s3:prefix", LEDGER);
    }

    @Test
    void listing_isOfTheBucket_withItsPrefix() {
        s3.listObjectsV2(request -> request.bucket("acme").prefix("users/").delimiter("/"));

        assertThat(accesses()).containsExactly("s3:ListBucket " + BUCKET + " 200");
        assertThat(theOnly().conditions()).containsEntry("s3:prefix", "users/").containsEntry("s3:delimiter", "/");
    }

    @Test
    void deletingSeveral_needsToDeleteEach() {
        s3.deleteObjects(request -> request.bucket("acme")
                .delete(all -> all.objects(
                        ObjectIdentifier.builder().key("a").build(),
                        ObjectIdentifier.builder().key("b").build())));

        assertThat(accesses())
                .containsExactly("s3:DeleteObject " + BUCKET + "/a 200", "s3:DeleteObject " + BUCKET + "/b 200");
    }

    @Test
    void whatIsRefused_isWrittenDownWithItsOutcome() {
        assertThatThrownBy(
                        () -> s3.deleteObject(request -> request.bucket("acme").key(LEDGER)))
                .isInstanceOf(S3Exception.class);

        assertThat(accesses()).containsExactly("s3:DeleteObject " + BUCKET + "/" + LEDGER + " 403");
    }

    @Test
    void whoSignsWrongly_hasNoAccessToWriteDown() {
        cloud.front().keyring().revoke(cloud.developer().accessKeyId());

        assertThatThrownBy(() -> cloud.s3().headBucket(request -> request.bucket("acme")))
                .isInstanceOf(S3Exception.class);

        assertThat(accesses()).isEmpty();
        assertThat(cloud.front().requestLog().entries())
                .last()
                .satisfies(entry -> assertThat(entry.principal()).isEqualTo("anonymous"));
    }

    @Test
    void aSessionOfARole_isThatRole_withAUserIdOfItsOwn() {
        s3.headBucket(request -> request.bucket("acme"));

        assertThat(theOnly().conditions())
                .containsEntry("aws:PrincipalArn", "arn:aws:iam::123456789012:role/publisher")
                .containsEntry("aws:PrincipalType", "AssumedRole")
                .doesNotContainKey("aws:username");
        assertThat(theOnly().conditions().get("aws:userid")).matches("AROA[0-9A-F]{16}:ci");
    }

    @Test
    void aUser_hasAName() {
        cloud.s3().headBucket(request -> request.bucket("acme"));

        assertThat(theOnly().conditions())
                .containsEntry("aws:PrincipalArn", "arn:aws:iam::123456789012:user/developer")
                .containsEntry("aws:username", "developer");
    }

    @Test
    void aSecret_isAskedForByItsWholeArn() {
        String arn = cloud.secrets().put("users-qa", "{}");

        cloud.secretsManager(cloud.developer()).getSecretValue(request -> request.secretId("users-qa"));

        assertThat(accesses()).containsExactly("secretsmanager:GetSecretValue " + arn + " 200");
    }

    @Test
    void aLogGroup_isAskedForWithAColonBehindItsName() {
        cloud.logs().put("flyway-host", "one", "line");

        cloud.cloudWatchLogs().filterLogEvents(request -> request.logGroupName("flyway-host"));

        assertThat(accesses())
                .containsExactly(
                        "logs:FilterLogEvents arn:aws:logs:eu-central-1:123456789012:log-group:flyway-host:log-stream: 200");
        assertThat(theOnly().conditions()).containsEntry("aws:ResourceAccount", "123456789012");
    }

    @Test
    void askingWhoIAm_needsNothing() {
        cloud.sts(cloud.developer()).getCallerIdentity();

        assertThat(accesses()).isEmpty();
    }

    private Access theOnly() {
        List<Access> accesses = cloud.front().accessLog().entries();
        assertThat(accesses).hasSize(1);
        return accesses.get(0);
    }

    private List<String> accesses() {
        return cloud.front().accessLog().entries().stream()
                .map(access ->
                        access.permission().action() + " " + access.permission().resource() + " " + access.status())
                .toList();
    }
}
