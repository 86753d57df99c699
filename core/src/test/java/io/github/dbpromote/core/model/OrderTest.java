package io.github.dbpromote.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbpromote.core.gate.UserId;
import io.github.dbpromote.core.problem.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderTest {
    private static final Order ORDER = new Order(
            new DeploymentId("d-00000001"),
            Action.MIGRATE,
            new DatabaseName("users"),
            new EnvironmentName("prod"),
            Digest.of(new byte[] {1}),
            Optional.of(new Order.Source(new EnvironmentName("qa"), new DeploymentId("d-00000000"))),
            Optional.empty(),
            "arn:aws:sts::123456789012:assumed-role/deployer/alice",
            Optional.of(new UserId("AROADEPLOYER:alice")),
            Optional.of(new Order.Publisher(
                    Optional.of(new UserId("AROACI:build-7")), "arn:aws:sts::123456789012:assumed-role/ci/build-7")),
            Optional.of("TICKET-1"),
            Optional.of("the freeze was not meant for this"),
            Instant.parse("2026-11-25T12:00:00Z"),
            Instant.parse("2026-11-25T12:10:00Z"),
            Optional.of(16));

    @Test
    void anOrder_readsBackAsItWasWritten() {
        assertThat(parse(json(ORDER))).isEqualTo(ORDER);
    }

    @Test
    void aPublisherWhomAwsDidNotName_hasANameAllTheSame() {
        Order read = parse(json(ORDER).replace("\"id\": \"AROACI:build-7\",", ""));

        assertThat(read.publishedBy())
                .hasValue(new Order.Publisher(Optional.empty(), "arn:aws:sts::123456789012:assumed-role/ci/build-7"));
    }

    @Test
    void anOrderOfAnEarlierVersion_tellsNobodysId() {
        Order read = parse("""
                {"format": 1, "deployment": "d-00000001", "action": "migrate", "database": "users", "environment": "prod",
                 "bundle": "%s", "requestedBy": "alice",
                 "createdAt": "2026-11-25T12:00:00Z", "notAfter": "2026-11-25T12:10:00Z"}""".formatted(ORDER.bundle()));

        assertThat(read.requestedById()).isEmpty();
        assertThat(read.publishedBy()).isEmpty();
        assertThat(read.override()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "AROADEPLOYER:alice | ../alice | \"requestedById\" \"../alice\": is not 1 to 128 letters",
                "AROACI:build-7 | AROACI/x | publishedBy is not as db-promote writes it: \"id\" \"AROACI/x\"",
                "\"name\" | \"nome\" | publishedBy is not as db-promote writes it: \"name\" is missing",
                "\"override\": \"the freeze was not meant for this\" | \"override\": true | \"override\" is not a string",
            })
    void whatIsWrong_isSaid(String part, String instead, String message) {
        assertThatThrownBy(() -> parse(json(ORDER).replace(part, instead)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("s3://b/order.json")
                .hasMessageContaining(message);
    }

    private static String json(Order order) {
        return new String(order.toJson(), StandardCharsets.UTF_8);
    }

    private static Order parse(String json) {
        return Order.parse(json.getBytes(StandardCharsets.UTF_8), "s3://b/order.json");
    }
}
