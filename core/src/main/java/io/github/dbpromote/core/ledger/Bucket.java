package io.github.dbpromote.core.ledger;

import io.github.dbpromote.core.aws.AwsFailures;
import io.github.dbpromote.core.model.Digest;
import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.problem.Outage;
import io.github.dbpromote.core.problem.Problems;
import io.github.dbpromote.core.problem.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The bucket of one environment, with the few operations that the protocol is made of. Every request names the owner
 * that the bucket must have, and every write its condition and its SHA-256.
 */
final class Bucket {
    private static final int CONFLICT = 409;
    private static final int PRECONDITION_FAILED = 412;
    private static final int NOT_FOUND = 404;
    private static final int ATTEMPTS = 5;

    private final S3Client s3;
    private final String name;
    private final String owner;

    Bucket(S3Client s3, String name, String owner) {
        this.s3 = s3;
        this.name = name;
        this.owner = owner;
    }

    static Bucket of(Environment environment, S3Client s3) {
        return new Bucket(s3, environment.bucket(), environment.bucketOwner());
    }

    /**
     * How a conditional write ended. Unconfirmed, it may still have happened: a lost answer, or a retry inside the SDK
     * that met its own first attempt. Only reading again tells.
     *
     * @param etag of the object that was written, if S3 confirmed it
     */
    record Written(Optional<String> etag) {
        private static final Written UNCONFIRMED = new Written(Optional.empty());

        boolean confirmed() {
            return etag.isPresent();
        }
    }

    String where(String key) {
        return "s3://" + name + "/" + key;
    }

    Read read(String key) {
        try {
            ResponseBytes<GetObjectResponse> answer =
                    s3.getObjectAsBytes(request -> request.bucket(name).key(key).expectedBucketOwner(owner));
            GetObjectResponse response = answer.response();
            Instant now = serverTime(response).orElseGet(response::lastModified);
            return new Read(
                    Optional.of(new Stored(answer.asByteArrayUnsafe(), response.eTag(), response.lastModified())), now);
        } catch (NoSuchKeyException e) {
            return new Read(Optional.empty(), serverTime(e, key));
        } catch (SdkException e) {
            throw AwsFailures.translate(e, "read " + where(key));
        }
    }

    /** What a read found, and when by S3's own clock, in whole seconds: the only one that gates and limits trust. */
    record Read(Optional<Stored> object, Instant at) {}

    /** The keys that begin so, in the order of their bytes, page by page until S3 says that there is no more. */
    List<String> list(String prefix) {
        try {
            return s3
                    .listObjectsV2Paginator(
                            request -> request.bucket(name).prefix(prefix).expectedBucketOwner(owner))
                    .contents()
                    .stream()
                    .map(S3Object::key)
                    .toList();
        } catch (SdkException e) {
            throw AwsFailures.translate(e, "list " + where(prefix));
        }
    }

    /**
     * Sees to it that the object is there; the same bytes may be there already.
     *
     * @throws Refusal if others are
     * @throws Outage if S3 cannot decide, again and again
     */
    void store(String key, byte[] bytes, String contentType) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            if (create(key, bytes, contentType).confirmed()) {
                return;
            }
            Optional<Stored> standing = read(key).object();
            if (standing.isPresent()) {
                if (!Arrays.equals(standing.get().bytes(), bytes)) {
                    throw new Refusal(Problems.otherContentStands(where(key)));
                }
                return;
            }
        }
        throw new Outage(Problems.undecidedWrite(where(key), ATTEMPTS), null);
    }

    /** {@code If-None-Match: *}. */
    Written create(String key, byte[] bytes, String contentType) {
        return put(key, bytes, contentType, request -> request.ifNoneMatch("*"));
    }

    /** {@code If-Match}. */
    Written replace(String key, String etag, byte[] bytes, String contentType) {
        return put(key, bytes, contentType, request -> request.ifMatch(etag));
    }

    private Written put(String key, byte[] bytes, String contentType, Consumer<PutObjectRequest.Builder> condition) {
        PutObjectRequest.Builder request = PutObjectRequest.builder()
                .bucket(name)
                .key(key)
                .expectedBucketOwner(owner)
                .contentType(contentType)
                .checksumSHA256(Digest.of(bytes).base64());
        condition.accept(request);
        try {
            return new Written(Optional.of(
                    s3.putObject(request.build(), RequestBody.fromBytes(bytes)).eTag()));
        } catch (UncheckedIOException e) {
            // What the SDK's HTTP client throws when the connection breaks under the body.
            return Written.UNCONFIRMED;
        } catch (SdkException e) {
            if (e instanceof S3Exception answer ? isUndecided(answer) : isLostAnswer(e)) {
                return Written.UNCONFIRMED;
            }
            throw AwsFailures.translate(e, "write " + where(key));
        }
    }

    /** 412: somebody was there before, perhaps we; 409: S3 could not tell; 5xx: it may have happened. */
    private static boolean isUndecided(S3Exception failure) {
        int status = failure.statusCode();
        return status == PRECONDITION_FAILED || status == CONFLICT || status >= 500 || isMissingKey(failure);
    }

    /** The connection broke, perhaps after S3 had done what was asked. */
    private static boolean isLostAnswer(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return true;
            }
        }
        return false;
    }

    /** What S3 answers to {@code If-Match} on a key that does not exist. */
    private static boolean isMissingKey(S3Exception failure) {
        return failure.statusCode() == NOT_FOUND
                && failure.awsErrorDetails() != null
                && "NoSuchKey".equals(failure.awsErrorDetails().errorCode());
    }

    private static Optional<Instant> serverTime(SdkResponse response) {
        return response.sdkHttpResponse().firstMatchingHeader("Date").map(Bucket::httpDate);
    }

    /** @throws Refusal if the answer lacks what every answer of S3 has */
    private Instant serverTime(NoSuchKeyException answer, String key) {
        return Optional.ofNullable(answer.awsErrorDetails())
                .flatMap(details -> details.sdkHttpResponse().firstMatchingHeader("Date"))
                .map(Bucket::httpDate)
                .orElseThrow(() -> new Refusal(Problems.noServerTime(where(key))));
    }

    private static Instant httpDate(String header) {
        return ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT))
                .toInstant();
    }
}
