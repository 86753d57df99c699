package io.github.dbpromote.sandbox.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.dbpromote.sandbox.http.Hashing;
import io.github.dbpromote.sandbox.http.LocalCloud;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The contract, kept by the sandbox, and what moto_server 5.2 lacks of it:
 *
 * <ul>
 *   <li>conditional writes that are atomic,
 *   <li>checksums and MD5s that are compared with the body, and told to readers unless they were computed by the SDK,
 *   <li>the expected bucket owner, which it ignores,
 *   <li>buckets that are versioned from the start,
 *   <li>the sandbox's bucket policy,
 *   <li>a refusal of what is not implemented.
 * </ul>
 */
class SandboxS3Test extends S3ContractTest {
    private static final int WRITERS = 8;

    @TempDir
    private static Path directory;

    private static LocalCloud cloud;

    @BeforeAll
    static void start() throws IOException {
        cloud = LocalCloud.start(directory);
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    @Override
    S3Client connect() {
        return cloud.s3();
    }

    @Test
    void conditionalPut_keepsEveryUpdateOfEightWriters() throws Exception {
        put("counter", "0");

        together(writer -> {
            for (int update = 0; update < 100; update++) {
                increment("counter");
            }
            return null;
        });

        assertThat(read("counter").asUtf8String()).isEqualTo("800");
    }

    @Test
    void conditionalPut_letsExactlyOneOfEightWritersCreate() throws Exception {
        CyclicBarrier start = new CyclicBarrier(WRITERS);

        List<List<Integer>> wins = together(writer -> {
            List<Integer> won = new ArrayList<>();
            for (int race = 0; race < 100; race++) {
                start.await(1, TimeUnit.MINUTES);
                if (create("race-" + race, Integer.toString(writer))) {
                    won.add(race);
                }
            }
            return won;
        });

        assertThat(wins.stream().flatMap(List::stream))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 100).boxed().toList());
        for (int writer = 0; writer < WRITERS; writer++) {
            for (int race : wins.get(writer)) {
                assertThat(read("race-" + race).asUtf8String()).isEqualTo(Integer.toString(writer));
            }
        }
    }

    @Test
    void objects_surviveARestart() throws IOException {
        String etag = put("users/ledger.json", "{}").eTag();
        put("deleted", "x");
        s3().deleteObject(request -> request.bucket(bucket()).key("deleted"));

        try (LocalCloud restarted = LocalCloud.start(directory);
                S3Client again = restarted.s3()) {
            HeadObjectResponse head = again.headObject(
                    request -> request.bucket(bucket()).key("users/ledger.json").checksumMode("ENABLED"));
            assertThat(head.eTag()).isEqualTo(etag);
            assertThat(head.checksumCRC32())
                    .isEqualTo(ChecksumAlgorithm.CRC32.of("{}".getBytes(UTF_8)).value());
            refused(
                    () -> again.getObjectAsBytes(
                            request -> request.bucket(bucket()).key("deleted")),
                    404,
                    "NoSuchKey");
        }
    }

    @Test
    void everyVersion_staysReadable() {
        PutObjectResponse first = put("a", "1");
        PutObjectResponse second = put("a", "2");
        String marker =
                s3().deleteObject(request -> request.bucket(bucket()).key("a")).versionId();

        assertThat(first.versionId()).isNotEqualTo(second.versionId());
        assertThat(version("a", first.versionId()).asUtf8String()).isEqualTo("1");
        assertThat(version("a", second.versionId()).response().versionId()).isEqualTo(second.versionId());
        refused(() -> version("a", marker), 405, "MethodNotAllowed");
        refused(() -> version("a", "null"), 404, "NoSuchVersion");
    }

    @Test
    void deletion_leavesAMarker() {
        put("a", "1");

        var deleted = s3().deleteObject(request -> request.bucket(bucket()).key("a"));

        assertThat(deleted.deleteMarker()).isTrue();
        assertThatThrownBy(() -> read("a"))
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        e -> assertThat(e.awsErrorDetails()
                                        .sdkHttpResponse()
                                        .firstMatchingHeader("x-amz-delete-marker"))
                                .contains("true"));
    }

    @ParameterizedTest
    @EnumSource(value = ChecksumAlgorithm.class)
    void checksum_isVerifiedAndTold(ChecksumAlgorithm algorithm) {
        String checksum = algorithm.of(BODY.getBytes(UTF_8)).value();
        SdkChecksum sdk = SdkChecksum.valueOf(algorithm.name());

        s3().putObject(
                        request -> sdk.give(request.bucket(bucket()).key("right"), checksum),
                        RequestBody.fromString(BODY));

        HeadObjectResponse head =
                s3().headObject(request -> request.bucket(bucket()).key("right").checksumMode("ENABLED"));
        assertThat(sdk.told(head)).isEqualTo(checksum);
    }

    @Test
    void checksumOfOtherBytes_isRefused() {
        String other = ChecksumAlgorithm.SHA256.of("other".getBytes(UTF_8)).value();

        refused(
                () -> s3().putObject(
                                request -> request.bucket(bucket()).key("wrong").checksumSHA256(other),
                                RequestBody.fromString(BODY)),
                400,
                "BadDigest");
        refused(() -> read("wrong"), 404, "NoSuchKey");
    }

    @Test
    void md5OfOtherBytes_isRefused() {
        String other = Base64.getEncoder().encodeToString(Hashing.digest("MD5", "other".getBytes(UTF_8)));

        refused(
                () -> s3().putObject(
                                request -> request.bucket(bucket()).key("wrong").contentMD5(other),
                                RequestBody.fromString(BODY)),
                400,
                "BadDigest");
        refused(() -> read("wrong"), 404, "NoSuchKey");
    }

    @Test
    void expectedOwner_mustBeTheOwner() {
        put("a", "1");
        String owner = LocalCloud.ACCOUNT;
        String other = "999999999999";

        assertThat(s3().getObjectAsBytes(
                                request -> request.bucket(bucket()).key("a").expectedBucketOwner(owner))
                        .asUtf8String())
                .isEqualTo("1");
        refused(
                () -> s3().getObjectAsBytes(
                                request -> request.bucket(bucket()).key("a").expectedBucketOwner(other)),
                403,
                "AccessDenied");
        refused(
                () -> s3().putObject(
                                request -> request.bucket(bucket()).key("b").expectedBucketOwner(other),
                                RequestBody.fromString("2")),
                403,
                "AccessDenied");
        refused(
                () -> s3().listObjectsV2(request -> request.bucket(bucket()).expectedBucketOwner(other)),
                403,
                "AccessDenied");
        refused(
                () -> s3().deleteObject(
                                request -> request.bucket(bucket()).key("a").expectedBucketOwner(other)),
                403,
                "AccessDenied");
        refused(
                () -> s3().deleteObjects(request -> request.bucket(bucket())
                        .expectedBucketOwner(other)
                        .delete(delete -> delete.objects(
                                ObjectIdentifier.builder().key("a").build()))),
                403,
                "AccessDenied");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "users/bundles/0123.jar",
                "users/deployments/d-12345678/order.json",
                "users/deployments/d-12345678/claim.json",
                "users/deployments/d-12345678/receipt.json",
                "users/deployments/d-12345678/refusal.json",
                "users/deployments/d-12345678/clearance.json",
                "users/approvals/0123/AROAEXAMPLEID:alice/4567.json",
                "users/requests/AROAEXAMPLEID:alice/d-12345678.json"
            })
    void policy_letsNobodyChangeOrDeleteARecord(String key) {
        refused(() -> put(key, "1"), 403, "AccessDenied");
        assertThat(create(key, "1")).isTrue();
        String etag = read(key).response().eTag();

        refused(
                () -> s3().putObject(
                                request -> request.bucket(bucket()).key(key).ifMatch(etag),
                                RequestBody.fromString("2")),
                403,
                "AccessDenied");
        refused(() -> s3().deleteObject(request -> request.bucket(bucket()).key(key)), 403, "AccessDenied");
        assertThat(read(key).asUtf8String()).isEqualTo("1");
    }

    @Test
    void policy_letsTheLedgerChangeButNotVanish() {
        String etag = put("users/ledger.json", "1").eTag();
        s3().putObject(
                        request -> request.bucket(bucket())
                                .key("users/ledger.json")
                                .ifMatch(etag),
                        RequestBody.fromString("2"));

        refused(
                () -> s3().deleteObject(request -> request.bucket(bucket()).key("users/ledger.json")),
                403,
                "AccessDenied");
    }

    @Test
    void policy_refusesSingleKeysOfADeletionOfMany() {
        put("users/ledger.json", "1");
        put("free", "1");

        DeleteObjectsResponse response = s3().deleteObjects(request -> request.bucket(bucket())
                .delete(delete -> delete.objects(
                        ObjectIdentifier.builder().key("users/ledger.json").build(),
                        ObjectIdentifier.builder().key("free").build())));

        assertThat(response.errors())
                .extracting(S3Error::key, S3Error::code)
                .containsExactly(tuple("users/ledger.json", "AccessDenied"));
        assertThat(response.deleted()).extracting(object -> object.key()).containsExactly("free");
    }

    @Test
    void unknownOperation_isNotImplemented() {
        refused(() -> s3().listBuckets(), 501, "NotImplemented");
        refused(
                () -> s3().createMultipartUpload(
                                request -> request.bucket(bucket()).key("a")),
                501,
                "NotImplemented");
        refused(
                () -> s3().copyObject(request -> request.sourceBucket(bucket())
                        .sourceKey("a")
                        .destinationBucket(bucket())
                        .destinationKey("b")),
                501,
                "NotImplemented");
    }

    @Test
    void unknownHeader_isNotImplemented() {
        refused(
                () -> s3().putObject(
                                request -> request.bucket(bucket()).key("a").tagging("a=b"),
                                RequestBody.fromString("1")),
                501,
                "NotImplemented");
    }

    private void increment(String key) {
        boolean written = false;
        while (!written) {
            ResponseBytes<GetObjectResponse> before = read(key);
            String next = Integer.toString(Integer.parseInt(before.asUtf8String()) + 1);
            written = unlessRefused(() -> s3().putObject(
                            request -> request.bucket(bucket())
                                    .key(key)
                                    .ifMatch(before.response().eTag()),
                            RequestBody.fromString(next)));
        }
    }

    private boolean create(String key, String body) {
        return unlessRefused(() -> s3().putObject(
                        request -> request.bucket(bucket()).key(key).ifNoneMatch("*"), RequestBody.fromString(body)));
    }

    private static boolean unlessRefused(Runnable write) {
        try {
            write.run();
            return true;
        } catch (S3Exception e) {
            assertThat(e.statusCode()).isEqualTo(412);
            return false;
        }
    }

    private ResponseBytes<GetObjectResponse> version(String key, String version) {
        return s3().getObjectAsBytes(
                        request -> request.bucket(bucket()).key(key).versionId(version));
    }

    private interface Work<T> {
        T of(int writer) throws Exception;
    }

    private static <T> List<T> together(Work<T> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try {
            List<Callable<T>> calls = IntStream.range(0, WRITERS)
                    .<Callable<T>>mapToObj(writer -> () -> work.of(writer))
                    .toList();
            List<T> results = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(calls)) {
                results.add(future.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
