package io.github.dbpromote.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.github.dbpromote.core.aws.AwsAccess;
import io.github.dbpromote.core.model.DatabaseName;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.problem.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/** Listings of more than one page, of which S3 may leave any one empty. */
class ListingTest {
    private static final String FOLDER = "users/deployments/";

    private final List<String> queries = new ArrayList<>();
    private final List<String> pages = new ArrayList<>();
    private int status = 200;
    private HttpServer server;
    private AwsAccess access;
    private Deployments deployments;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            queries.add(exchange.getRequestURI().getRawQuery());
            byte[] page = pages.remove(0).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/xml");
            exchange.sendResponseHeaders(status, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        server.start();
        access = AwsAccess.open(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")),
                Region.EU_CENTRAL_1,
                Optional.of(URI.create("http://127.0.0.1:" + server.getAddress().getPort())),
                "a test");
        deployments = new Deployments(new DatabaseName("users"), "bucket", "123456789012", access.s3());
    }

    @AfterEach
    void stop() {
        access.close();
        server.stop(0);
    }

    @Test
    void allPagesAreRead_emptyOnesToo_andTheNewestComesFirst() {
        pages.add(page("2"));
        pages.add(page(
                "3",
                FOLDER + "d-20260101-120000-aaaaaaaa/claim.json",
                FOLDER + "d-20260101-120000-aaaaaaaa/receipt.json"));
        pages.add(page("4"));
        pages.add(page(
                "",
                FOLDER + "d-20260201-120000-bbbbbbbb/order.json",
                FOLDER + "d-20260301-120000-cccccccc/receipt.json",
                FOLDER + "d-20260301-120000-cccccccc/old/receipt.json",
                FOLDER + "nothing of ours"));

        assertThat(deployments.ended())
                .containsExactly(
                        new DeploymentId("d-20260301-120000-cccccccc"), new DeploymentId("d-20260101-120000-aaaaaaaa"));
        assertThat(queries).hasSize(4);
        assertThat(queries.get(3)).contains("continuation-token=4");
    }

    @Test
    void whoMayNotList_isToldWhatIsMissing() {
        status = 403;
        pages.add("<Error><Code>AccessDenied</Code><Message>no identity-based policy allows the s3:ListBucket action"
                + "</Message></Error>");

        assertThatThrownBy(deployments::ended)
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("Could not list s3://bucket/users/deployments/: access denied (AccessDenied: no"
                        + " identity-based policy allows the s3:ListBucket action).");
    }

    private static String page(String next, String... keys) {
        StringBuilder xml = new StringBuilder("<ListBucketResult><IsTruncated>")
                .append(!next.isEmpty())
                .append("</IsTruncated>");
        if (!next.isEmpty()) {
            xml.append("<NextContinuationToken>").append(next).append("</NextContinuationToken>");
        }
        for (String key : keys) {
            xml.append("<Contents><Key>").append(key).append("</Key></Contents>");
        }
        return xml.append("</ListBucketResult>").toString();
    }
}
