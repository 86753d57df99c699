package io.github.dbpromote.sandbox.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.sandbox.http.RawClient.Answer;
import io.github.dbpromote.sandbox.http.RawClient.Frame;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.checksums.DefaultChecksumAlgorithm;
import software.amazon.awssdk.services.s3.S3Client;

/** The ways in which clients send a body to S3. */
class PayloadFrameTest {
    private static final Frame HASHED = new Frame(true, false, null);
    private static final Frame SIGNED_CHUNKS = new Frame(true, true, null);
    private static final Frame SIGNED_TRAILER = new Frame(true, true, DefaultChecksumAlgorithm.CRC32C);
    private static final Frame UNSIGNED_TRAILER = new Frame(false, true, DefaultChecksumAlgorithm.SHA256);
    private static final byte[] BODY = "select 1;\n".repeat(30_000).getBytes(UTF_8);

    @TempDir
    private Path directory;

    private LocalCloud cloud;
    private RawClient client;

    @BeforeEach
    void start() throws IOException {
        cloud = LocalCloud.start(directory);
        client = new RawClient(cloud);
        try (S3Client s3 = cloud.s3()) {
            s3.createBucket(request -> request.bucket("frames"));
        }
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    @Test
    void hashedBody_isTaken() throws IOException {
        assertTaken(put(HASHED), "x-amz-checksum-crc64nvme");
    }

    @Test
    void signedChunks_areTaken() throws IOException {
        assertTaken(put(SIGNED_CHUNKS), "x-amz-checksum-crc64nvme");
    }

    @Test
    void signedChunksWithTrailer_areTaken() throws IOException {
        byte[] wire = put(SIGNED_TRAILER);

        assertThat(new String(wire, UTF_8)).contains("STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER");
        assertTaken(wire, "x-amz-checksum-crc32c");
    }

    @Test
    void unsignedChunksWithTrailer_areTaken() throws IOException {
        byte[] wire = put(UNSIGNED_TRAILER);

        assertThat(new String(wire, UTF_8)).contains("STREAMING-UNSIGNED-PAYLOAD-TRAILER");
        assertTaken(wire, "x-amz-checksum-sha256");
    }

    @Test
    void hashedBody_mustHaveItsHash() throws IOException {
        assertRefused(RawClient.replace(put(HASHED), "select 1", "select 2"), 400, "XAmzContentSHA256Mismatch");
    }

    @Test
    void signedChunk_mustHaveItsSignature() throws IOException {
        assertRefused(RawClient.replace(put(SIGNED_CHUNKS), "select 1", "select 2"), 403, "SignatureDoesNotMatch");
    }

    @Test
    void signedTrailer_mustHaveItsSignature() throws IOException {
        byte[] wire = put(SIGNED_TRAILER);
        String checksum = trailerValue(wire, "x-amz-checksum-crc32c");

        assertRefused(RawClient.replace(wire, checksum, "AAAAAA=="), 403, "SignatureDoesNotMatch");
    }

    @Test
    void unsignedChunks_mustHaveTheChecksumOfTheTrailer() throws IOException {
        assertRefused(RawClient.replace(put(UNSIGNED_TRAILER), "select 1", "select 2"), 400, "BadDigest");
    }

    @Test
    void announcedTrailer_mustCome() throws IOException {
        assertRefused(
                RawClient.replace(put(UNSIGNED_TRAILER), "\r\nx-amz-checksum-sha256:", "\r\nx-amz-checksum-sha25x:"),
                400,
                "MalformedTrailerError");
    }

    @Test
    void decodedLength_mustBeThatOfTheBody() throws IOException {
        byte[] wire = client.put("127.0.0.1", "/frames/key", "abc".getBytes(UTF_8), UNSIGNED_TRAILER);
        byte[] shortened = RawClient.replace(wire, "3\r\nabc\r\n0\r\n", "2\r\nab\r\n0\r\n\n");

        assertRefused(shortened, 400, "IncompleteBody");
    }

    private byte[] put(Frame frame) throws IOException {
        return client.put("127.0.0.1", "/frames/key", BODY, frame);
    }

    private void assertTaken(byte[] wire, String checksumHeader) throws IOException {
        Answer answer = client.send(wire);

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.text()).containsIgnoringCase(checksumHeader);
        try (S3Client s3 = cloud.s3()) {
            var read = s3.getObjectAsBytes(request -> request.bucket("frames").key("key"));
            assertThat(read.asByteArray()).isEqualTo(BODY);
            assertThat(read.response().contentEncoding()).isNull();
        }
    }

    private void assertRefused(byte[] wire, int status, String code) throws IOException {
        Answer answer = client.send(wire);

        assertThat(answer.text()).contains("<Code>" + code + "</Code>");
        assertThat(answer.status()).isEqualTo(status);
    }

    private static String trailerValue(byte[] wire, String name) {
        String text = new String(wire, UTF_8);
        int start = text.lastIndexOf("\r\n" + name + ":") + name.length() + 3;
        return text.substring(start, text.indexOf("\r\n", start));
    }
}
