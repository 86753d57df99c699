package io.github.dbpromote.sandbox.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbpromote.sandbox.http.Hashing;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What db-promote relies on in S3, whoever plays it. */
abstract class S3ContractTest {
    static final String BODY = "create table users (id bigint primary key);\n";

    private final String bucket = "contract-" + UUID.randomUUID();
    private S3Client s3;

    abstract S3Client connect();

    @BeforeEach
    void createBucket() {
        s3 = connect();
        s3.createBucket(request -> request.bucket(bucket));
    }

    @AfterEach
    void disconnect() {
        s3.close();
    }

    @Test
    void object_isReadAsItWasWritten() {
        Instant before = Instant.now();
        PutObjectResponse put = s3.putObject(
                request -> request.bucket(bucket)
                        .key("a/b.sql")
                        .contentType("application/sql")
                        .contentEncoding("identity")
                        .metadata(Map.of("origin", "laptop")),
                RequestBody.fromString(BODY));

        ResponseBytes<GetObjectResponse> read = read("a/b.sql");

        assertThat(read.asUtf8String()).isEqualTo(BODY);
        assertThat(read.response().eTag()).isEqualTo(put.eTag()).isEqualTo(quotedMd5(BODY));
        assertThat(read.response().contentType()).isEqualTo("application/sql");
        assertThat(read.response().contentEncoding()).isEqualTo("identity");
        assertThat(read.response().metadata()).containsEntry("origin", "laptop");
        assertThat(read.response().lastModified())
                .isBetween(before.minus(Duration.ofSeconds(2)), Instant.now().plusSeconds(1))
                .satisfies(time -> assertThat(time).isEqualTo(time.truncatedTo(ChronoUnit.SECONDS)));
    }

    @Test
    void head_tellsSizeAndTagWithoutBody() {
        put("a.sql", BODY);

        HeadObjectResponse head =
                s3.headObject(request -> request.bucket(bucket).key("a.sql"));

        assertThat(head.contentLength()).isEqualTo(BODY.length());
        assertThat(head.eTag()).isEqualTo(quotedMd5(BODY));
    }

    @Test
    void emptyObject_isAnObject() {
        put("empty", "");

        assertThat(read("empty").asByteArray()).isEmpty();
        assertThat(s3.headObject(request -> request.bucket(bucket).key("empty")).contentLength())
                .isZero();
    }

    @Test
    void largeObject_survivesManyChunks() {
        byte[] body = new byte[3_000_000];
        for (int index = 0; index < body.length; index++) {
            body[index] = (byte) (index * 31 + index / 7);
        }

        s3.putObject(request -> request.bucket(bucket).key("large"), RequestBody.fromBytes(body));

        assertThat(read("large").asByteArray()).isEqualTo(body);
    }

    @Test
    void rewrite_isReadAtOnce() {
        put("a", "1");
        put("a", "2");

        assertThat(read("a").asUtf8String()).isEqualTo("2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "with space.sql",
                "with+plus.sql",
                "with%percent.sql",
                "with&and=equals?question.sql",
                "umläut/日本/😀.sql",
                "a//double/slash",
                "quote'\"<tag>.sql",
                "tilde~star*paren().sql"
            })
    void key_mayHoldAnyCharacter(String key) {
        put(key, BODY);

        assertThat(read(key).asUtf8String()).isEqualTo(BODY);
        assertThat(list(request -> request).contents())
                .extracting(S3Object::key)
                .containsExactly(key);
    }

    @Test
    void missingKey_isNoSuchKey() {
        refused(() -> read("nothing"), 404, "NoSuchKey");
    }

    @Test
    void missingBucket_isNoSuchBucket() {
        String nowhere = "nowhere-" + UUID.randomUUID();

        refused(() -> s3.getObjectAsBytes(request -> request.bucket(nowhere).key("a")), 404, "NoSuchBucket");
        refused(() -> s3.listObjectsV2(request -> request.bucket(nowhere)), 404, "NoSuchBucket");
    }

    @Test
    void headOfNothing_is404() {
        assertThatThrownBy(() -> s3.headObject(request -> request.bucket(bucket).key("nothing")))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(404));
        assertThatThrownBy(() -> s3.headBucket(request -> request.bucket("nowhere-" + UUID.randomUUID())))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(404));
    }

    @Test
    void bucketMadeTwice_isOwnedAlready() {
        assertThat(s3.headBucket(request -> request.bucket(bucket))
                        .sdkHttpResponse()
                        .isSuccessful())
                .isTrue();
        refused(() -> s3.createBucket(request -> request.bucket(bucket)), 409, "BucketAlreadyOwnedByYou");
    }

    @Test
    void conditionalPut_createsOnlyOnce() {
        s3.putObject(request -> request.bucket(bucket).key("once").ifNoneMatch("*"), RequestBody.fromString("1"));

        refused(
                () -> s3.putObject(
                        request -> request.bucket(bucket).key("once").ifNoneMatch("*"), RequestBody.fromString("2")),
                412,
                "PreconditionFailed");
        assertThat(read("once").asUtf8String()).isEqualTo("1");
    }

    @Test
    void conditionalPut_replacesOnlyWhatItsWriterRead() {
        String first = put("ledger", "1").eTag();
        String second = s3.putObject(
                        request -> request.bucket(bucket).key("ledger").ifMatch(first), RequestBody.fromString("2"))
                .eTag();

        refused(
                () -> s3.putObject(
                        request -> request.bucket(bucket).key("ledger").ifMatch(first), RequestBody.fromString("3")),
                412,
                "PreconditionFailed");
        assertThat(read("ledger").asUtf8String()).isEqualTo("2");
        assertThat(read("ledger").response().eTag()).isEqualTo(second);
    }

    @Test
    void conditionalPut_ofMissingKeyIsNoSuchKey() {
        refused(
                () -> s3.putObject(
                        request -> request.bucket(bucket).key("ledger").ifMatch(quotedMd5("1")),
                        RequestBody.fromString("2")),
                404,
                "NoSuchKey");
    }

    @Test
    void equalBodies_haveEqualTags() {
        assertThat(put("a", "same").eTag()).isEqualTo(put("b", "same").eTag());
    }

    @Test
    void conditionalGet_savesWhatIsKnown() {
        String etag = put("a", "1").eTag();

        assertThatThrownBy(() -> s3.getObjectAsBytes(
                        request -> request.bucket(bucket).key("a").ifNoneMatch(etag)))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(304));
        assertThat(s3.getObjectAsBytes(
                                request -> request.bucket(bucket).key("a").ifNoneMatch(quotedMd5("other")))
                        .asUtf8String())
                .isEqualTo("1");
    }

    @Test
    void conditionalGet_insistsOnWhatIsExpected() {
        String etag = put("a", "1").eTag();

        assertThat(s3.getObjectAsBytes(
                                request -> request.bucket(bucket).key("a").ifMatch(etag))
                        .asUtf8String())
                .isEqualTo("1");
        refused(
                () -> s3.getObjectAsBytes(
                        request -> request.bucket(bucket).key("a").ifMatch(quotedMd5("other"))),
                412,
                "PreconditionFailed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=2-4|234", "bytes=7-|789", "bytes=-3|789", "bytes=8-100|89"})
    void range_isCutOut(String rangeAndPart) {
        put("digits", "0123456789");
        String[] expected = rangeAndPart.split("\\|", -1);

        ResponseBytes<GetObjectResponse> part = s3.getObjectAsBytes(
                request -> request.bucket(bucket).key("digits").range(expected[0]));

        assertThat(part.asUtf8String()).isEqualTo(expected[1]);
        assertThat(part.response().contentRange()).endsWith("/10");
        assertThat(part.response().sdkHttpResponse().statusCode()).isEqualTo(206);
    }

    @Test
    void rangeBehindTheEnd_isInvalid() {
        put("digits", "0123456789");

        refused(
                () -> s3.getObjectAsBytes(
                        request -> request.bucket(bucket).key("digits").range("bytes=10-")),
                416,
                "InvalidRange");
    }

    @Test
    void listing_goesThroughAllPages() {
        List<String> keys = List.of("a/1", "a/2", "b/1", "b/2", "c");
        keys.forEach(key -> put(key, key));

        assertThat(s3.listObjectsV2Paginator(request -> request.bucket(bucket).maxKeys(2))
                        .contents())
                .extracting(S3Object::key)
                .containsExactlyElementsOf(keys);
        assertThat(list(request -> request.maxKeys(2)).isTruncated()).isTrue();
        assertThat(list(request -> request.maxKeys(2)).keyCount()).isEqualTo(2);
        assertThat(list(request -> request).isTruncated()).isFalse();
    }

    @Test
    void listing_rollsUpCommonPrefixes() {
        List.of("users/a/1", "users/a/2", "users/b/1", "users/file", "zebra").forEach(key -> put(key, key));

        ListObjectsV2Response listing = list(request -> request.prefix("users/").delimiter("/"));

        assertThat(listing.contents()).extracting(S3Object::key).containsExactly("users/file");
        assertThat(listing.commonPrefixes()).extracting(CommonPrefix::prefix).containsExactly("users/a/", "users/b/");
        assertThat(listing.keyCount()).isEqualTo(3);
    }

    @Test
    void listing_pagesThroughCommonPrefixes() {
        List.of("a/1", "a/2", "b/1", "b/2", "c/1").forEach(key -> put(key, key));

        assertThat(s3.listObjectsV2Paginator(
                                request -> request.bucket(bucket).delimiter("/").maxKeys(1))
                        .commonPrefixes())
                .extracting(CommonPrefix::prefix)
                .containsExactly("a/", "b/", "c/");
    }

    @Test
    void listing_beginsBehindAKey() {
        List.of("a", "b", "c").forEach(key -> put(key, key));

        assertThat(list(request -> request.startAfter("a")).contents())
                .extracting(S3Object::key)
                .containsExactly("b", "c");
    }

    @Test
    void listing_tellsSizeAndTag() {
        put("a", "12345");

        S3Object object = list(request -> request).contents().get(0);

        assertThat(object.size()).isEqualTo(5);
        assertThat(object.eTag()).isEqualTo(quotedMd5("12345"));
        assertThat(object.storageClassAsString()).isEqualTo("STANDARD");
    }

    @Test
    void deletedKey_isGoneAndFree() {
        String etag = put("a", "1").eTag();

        s3.deleteObject(request -> request.bucket(bucket).key("a"));

        refused(() -> read("a"), 404, "NoSuchKey");
        refused(
                () -> s3.putObject(
                        request -> request.bucket(bucket).key("a").ifMatch(etag), RequestBody.fromString("2")),
                404,
                "NoSuchKey");
        assertThat(list(request -> request).contents()).isEmpty();
        s3.putObject(request -> request.bucket(bucket).key("a").ifNoneMatch("*"), RequestBody.fromString("2"));
        assertThat(read("a").asUtf8String()).isEqualTo("2");
    }

    @Test
    void severalKeys_areDeletedAtOnce() {
        List.of("a", "b", "c").forEach(key -> put(key, key));

        DeleteObjectsResponse deleted = s3.deleteObjects(request -> request.bucket(bucket)
                .delete(delete -> delete.objects(
                        ObjectIdentifier.builder().key("a").build(),
                        ObjectIdentifier.builder().key("b").build())));

        assertThat(deleted.deleted()).extracting(object -> object.key()).containsExactly("a", "b");
        assertThat(deleted.hasErrors()).isFalse();
        assertThat(list(request -> request).contents())
                .extracting(S3Object::key)
                .containsExactly("c");
    }

    @Test
    void ownChecksumOfTheClient_isKept() {
        put("a", BODY);

        assertThat(s3.headObject(request -> request.bucket(bucket).key("a").checksumMode("ENABLED"))
                        .checksumCRC32())
                .isEqualTo(ChecksumAlgorithm.CRC32.of(BODY.getBytes(UTF_8)).value());
    }

    final String bucket() {
        return bucket;
    }

    final S3Client s3() {
        return s3;
    }

    final PutObjectResponse put(String key, String body) {
        return s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString(body));
    }

    final ResponseBytes<GetObjectResponse> read(String key) {
        return s3.getObjectAsBytes(request -> request.bucket(bucket).key(key));
    }

    final ListObjectsV2Response list(UnaryOperator<ListObjectsV2Request.Builder> options) {
        return s3.listObjectsV2(
                options.apply(ListObjectsV2Request.builder().bucket(bucket)).build());
    }

    static void refused(ThrowingCallable call, int status, String code) {
        assertThatThrownBy(call).isInstanceOfSatisfying(S3Exception.class, e -> {
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            assertThat(e.statusCode()).isEqualTo(status);
        });
    }

    static String quotedMd5(String body) {
        return "\"" + HexFormat.of().formatHex(Hashing.digest("MD5", body.getBytes(UTF_8))) + "\"";
    }
}
