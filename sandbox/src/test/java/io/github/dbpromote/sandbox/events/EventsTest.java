package io.github.dbpromote.sandbox.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbpromote.sandbox.http.Principal;
import io.github.dbpromote.sandbox.s3.CreatedObject;
import io.github.dbpromote.sandbox.ssm.StatusChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EventsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Principal HOST = Principal.assumedRole("123456789012", "flyway-host-dev", "i-0abc");
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.250Z");
    private static final Target LIST = new Target.Recording("list");

    private final List<String> invoked = new ArrayList<>();
    private final Events events =
            new Events("eu-central-1", "123456789012", (name, payload) -> invoked.add(name + " " + payload));

    @AfterEach
    void close() {
        events.close();
    }

    @Test
    void notification_isShapedAsS3ShapesIt() {
        events.notify("receipts", new ObjectFilter("acme", "", ""), LIST);

        events.created(object("acme", "users/a b=c+d.json", 17));

        assertThat(events.recorded("list")).extracting(EventsTest::reread).containsExactly(JSON.readTree("""
                {"Records": [{"eventVersion": "2.1", "eventSource": "aws:s3", "awsRegion": "eu-central-1",
                  "eventTime": "2026-03-01T12:00:00.250Z", "eventName": "ObjectCreated:Put",
                  "userIdentity": {"principalId": "AWS:%s"},
                  "requestParameters": {"sourceIPAddress": "127.0.0.1"},
                  "responseElements": {"x-amz-request-id": "request-1",
                    "x-amz-id-2": "19f1064b619d49d35392eac7261cd7266c720671fc594f4b226f32bf0bee74ba"},
                  "s3": {"s3SchemaVersion": "1.0", "configurationId": "receipts",
                    "bucket": {"name": "acme", "ownerIdentity": {"principalId": "123456789012"},
                               "arn": "arn:aws:s3:::acme"},
                    "object": {"key": "users/a+b%%3Dc%%2Bd.json", "size": 5, "eTag": "etag",
                               "versionId": "version", "sequencer": "000000000000000011"}}}]}
                """.formatted(
                        HOST.userId())));
    }

    @Test
    void busEvent_hasTheKeyAsItIs() {
        events.route("objects", EventPattern.parse("{\"source\": [\"aws.s3\"]}"), LIST);

        events.created(object("acme", "users/a b=c+d.json", 17));

        JsonNode event = events.recorded("list").get(0);
        assertThat(event.path("id").asString()).matches("[0-9a-f-]{36}");
        assertThat(reread(event))
                .isEqualTo(JSON.readTree("""
                {"version": "0", "id": "%s", "detail-type": "Object Created", "source": "aws.s3",
                 "account": "123456789012", "time": "2026-03-01T12:00:00Z", "region": "eu-central-1",
                 "resources": ["arn:aws:s3:::acme"],
                 "detail": {"version": "0", "bucket": {"name": "acme"},
                   "object": {"key": "users/a b=c+d.json", "size": 5, "etag": "etag", "version-id": "version",
                              "sequencer": "000000000000000011"},
                   "request-id": "request-1", "requester": "123456789012", "source-ip-address": "127.0.0.1",
                   "reason": "PutObject"}}""".formatted(event.path("id").asString())));
    }

    @Test
    void statusChange_isTwoKindsOfEvents() {
        events.route("commands", EventPattern.parse("{\"source\": [\"aws.ssm\"]}"), LIST);

        events.changed(new StatusChange.OfInvocation("c-1", "migrate", NOON, "InProgress", NOON, "i-0abc"));
        events.changed(new StatusChange.OfCommand(
                "c-1",
                "migrate",
                NOON,
                "Success",
                NOON,
                List.of("i-0abc"),
                JSON.readTree("{\"deployment\": [\"d-1\"]}"),
                NOON.plusSeconds(60)));

        assertThat(events.recorded("list"))
                .extracting(event -> event.path("detail-type").asString())
                .containsExactly(
                        "EC2 Command Invocation Status-change Notification", "EC2 Command Status-change Notification");
        assertThat(events.recorded("list"))
                .extracting(event -> event.path("resources"))
                .containsOnly(JSON.readTree("[\"arn:aws:ec2:eu-central-1:123456789012:instance/i-0abc\"]"));
        assertThat(events.recorded("list"))
                .extracting(event -> event.path("detail"))
                .containsExactly(JSON.readTree("""
                                {"command-id": "c-1", "document-name": "migrate", "instance-id": "i-0abc",
                                 "requested-date-time": "2026-03-01T12:00:00.250Z", "status": "InProgress"}"""), JSON.readTree("""
                                {"command-id": "c-1", "document-name": "migrate",
                                 "requested-date-time": "2026-03-01T12:00:00.250Z", "status": "Success",
                                 "expire-after": "2026-03-01T12:01:00.250Z",
                                 "parameters": {"deployment": ["d-1"]}}"""));
    }

    @Test
    void notification_isForItsBucketPrefixAndSuffixAlone() {
        events.notify("receipts", new ObjectFilter("acme", "users/deployments/", "/receipt.json"), LIST);

        events.created(object("acme", "users/deployments/d-1/receipt.json", 1));
        events.created(object("acme", "users/deployments/d-1/claim.json", 1));
        events.created(object("acme", "products/deployments/d-1/receipt.json", 1));
        events.created(object("other", "users/deployments/d-1/receipt.json", 1));

        assertThat(events.recorded("list")).hasSize(1);
    }

    @Test
    void rule_isReplacedByItsNameAndForgotten() {
        events.notify("rule", new ObjectFilter("acme", "", ""), LIST);
        events.notify("rule", new ObjectFilter("acme", "", ""), new Target.Recording("another"));
        events.created(object("acme", "1", 1));
        events.remove("rule");
        events.created(object("acme", "2", 1));

        assertThat(events.recorded("list")).isEmpty();
        assertThat(events.recorded("another")).hasSize(1);
        events.clearRecorded("another");
        assertThat(events.recorded("another")).isEmpty();
    }

    @Test
    void schedule_firesWhenItIsTold_withItsInput() {
        events.schedule("nightly", JSON.readTree("{\"action\": \"settle\"}"), new Target.Function("relay"));

        events.fire("nightly");
        events.fire("nightly");

        assertThat(invoked).containsExactly("relay {\"action\":\"settle\"}", "relay {\"action\":\"settle\"}");
        assertThatThrownBy(() -> events.fire("weekly")).hasMessage("There is no schedule weekly.");
    }

    @Test
    void schedule_firesByItselfAtItsInterval() throws InterruptedException {
        CountDownLatch fired = new CountDownLatch(1);
        try (Events ticking = new Events("eu-central-1", "123456789012", (name, payload) -> fired.countDown())) {
            ticking.scheduleEvery(
                    "often", Duration.ofSeconds(1), JSON.createObjectNode(), new Target.Function("relay"));

            assertThat(fired.await(1, TimeUnit.MINUTES)).isTrue();
        }
        assertThatThrownBy(() -> events.scheduleEvery("x", Duration.ofMillis(999), JSON.createObjectNode(), LIST))
                .hasMessageContaining("a second at least");
    }

    @Test
    void delivery_duplicatesEach() {
        recordAll();
        events.delivery().duplicate(true);
        create(2);
        events.delivery().duplicate(false);
        create(1);

        assertThat(keys()).containsExactly("0", "0", "1", "1", "0");
        assertThat(events.recorded("list").get(0))
                .isEqualTo(events.recorded("list").get(1));
    }

    @Test
    void delivery_losesTheNextOrChosenEvents() {
        recordAll();
        events.delivery().loseNext(2);
        create(3);
        events.delivery().lose(parcel -> parcel.payload().toString().contains("\"key\":\"1\""));
        create(3);
        events.delivery().undisturbed();
        create(2);

        assertThat(keys()).containsExactly("2", "0", "2", "0", "1");
        assertThatThrownBy(() -> events.delivery().loseNext(0)).hasMessageContaining("at least one");
    }

    @Test
    void delivery_holdsUntilItReleases_inTheOrderOfTheSeed() {
        recordAll();
        events.delivery().shuffle(42);
        events.delivery().hold();
        create(8);
        assertThat(keys()).isEmpty();
        assertThat(events.delivery().held())
                .hasSize(8)
                .allMatch(parcel -> parcel.rule().equals("all"));

        events.delivery().release();
        List<String> shuffled = keys();
        events.clearRecorded("list");
        events.delivery().shuffle(42);
        events.delivery().hold();
        create(8);
        events.delivery().release();
        create(1);

        assertThat(shuffled)
                .containsExactlyInAnyOrder("0", "1", "2", "3", "4", "5", "6", "7")
                .isNotEqualTo(List.of("0", "1", "2", "3", "4", "5", "6", "7"));
        assertThat(keys()).startsWith(shuffled.toArray(String[]::new)).hasSize(9);
    }

    @Test
    void targetThatFails_disturbsNobody() {
        try (Events failing = new Events("eu-central-1", "123456789012", (name, payload) -> {
            throw new IllegalArgumentException("There is no function " + name + ".");
        })) {
            failing.notify("first", new ObjectFilter("acme", "", ""), new Target.Function("missing"));
            failing.notify("second", new ObjectFilter("acme", "", ""), LIST);

            failing.created(object("acme", "1", 1));

            assertThat(failing.recorded("list")).hasSize(1);
        }
    }

    /** As its receiver sees it: a number is a number, whatever type it had. */
    private static JsonNode reread(JsonNode event) {
        return JSON.readTree(event.toString());
    }

    private void recordAll() {
        events.notify("all", new ObjectFilter("acme", "", ""), LIST);
    }

    private void create(int count) {
        IntStream.range(0, count).forEach(index -> events.created(object("acme", Integer.toString(index), 1)));
    }

    private List<String> keys() {
        return events.recorded("list").stream()
                .map(event -> event.at("/Records/0/s3/object/key").asString())
                .toList();
    }

    private static CreatedObject object(String bucket, String key, long sequence) {
        return new CreatedObject(bucket, key, "version", sequence, "etag", 5, NOON, Optional.of(HOST), "request-1");
    }
}
