package io.github.dbpromote.sandbox.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import software.amazon.awssdk.checksums.spi.ChecksumAlgorithm;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.utils.IoUtils;

/** Requests of a shape that the SDK's clients do not send over plain HTTP, signed by the SDK's signer. */
final class RawClient {
    /** The whole answer as text. */
    record Answer(int status, String text) {}

    /** How the body travels. */
    record Frame(boolean signed, boolean chunked, ChecksumAlgorithm trailer) {}

    private final LocalCloud cloud;

    RawClient(LocalCloud cloud) {
        this.cloud = cloud;
    }

    /** A signed PUT as bytes of the wire. */
    byte[] put(String host, String path, byte[] body, Frame frame) throws IOException {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.PUT)
                // The signer leaves payloads unsigned only over TLS. The scheme is not part of a signature.
                .protocol("https")
                .host(host)
                .port(cloud.endpoint().getPort())
                .encodedPath(path)
                .putHeader("Content-Length", Integer.toString(body.length))
                .build();
        SignedRequest signed = AwsV4HttpSigner.create()
                .sign(options -> options.identity(identity())
                        .request(request)
                        .payload(ContentStreamProvider.fromByteArray(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, LocalCloud.REGION.id())
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                        .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, frame.signed())
                        .putProperty(AwsV4HttpSigner.CHUNK_ENCODING_ENABLED, frame.chunked())
                        .putProperty(AwsV4HttpSigner.CHECKSUM_ALGORITHM, frame.trailer()));
        return wire(signed);
    }

    Answer send(byte[] wire) throws IOException {
        try (Socket socket = new Socket(
                InetAddress.getByAddress(new byte[] {127, 0, 0, 1}),
                cloud.endpoint().getPort())) {
            socket.getOutputStream().write(wire);
            socket.getOutputStream().flush();
            String text = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
            return new Answer(Integer.parseInt(text.substring(9, 12)), text);
        }
    }

    static byte[] replace(byte[] wire, String text, String other) {
        String all = new String(wire, ISO_8859_1);
        if (!all.contains(text)) {
            throw new IllegalArgumentException(text + " is not in " + all);
        }
        return all.replace(text, other).getBytes(ISO_8859_1);
    }

    private AwsCredentialsIdentity identity() {
        return AwsCredentialsIdentity.create(
                cloud.developer().accessKeyId(), cloud.developer().secretAccessKey());
    }

    private static byte[] wire(SignedRequest signed) throws IOException {
        byte[] body = IoUtils.toByteArray(signed.payload().orElseThrow().newStream());
        StringBuilder head = new StringBuilder("PUT ")
                .append(signed.request().encodedPath())
                .append(" HTTP/1.1\r\nConnection: close\r\n");
        signed.request().forEachHeader((name, values) -> {
            if (!name.equalsIgnoreCase("Content-Length")) {
                values.forEach(
                        value -> head.append(name).append(": ").append(value).append("\r\n"));
            }
        });
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        wire.writeBytes(head.toString().getBytes(ISO_8859_1));
        wire.writeBytes(body);
        return wire.toByteArray();
    }
}
