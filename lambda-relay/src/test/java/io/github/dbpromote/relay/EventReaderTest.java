package io.github.dbpromote.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbpromote.core.gate.UserId;
import io.github.dbpromote.core.model.DatabaseName;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.problem.Refusal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {
    private static final DatabaseName USERS = new DatabaseName("users");
    private static final DeploymentId DEPLOYMENT = new DeploymentId("d-20261122-054610-hxfe8gsq");

    @Test
    void aSchedule_promotesOneDatabaseOrAll_orSweeps() {
        assertThat(read("{\"action\": \"promote\", \"database\": \"users\", \"environment\": \"qa\"}"))
                .isEqualTo(new Event.Promote(Optional.of(USERS), new EnvironmentName("qa")));
        assertThat(read("{\"action\": \"promote\", \"environment\": \"qa\", \"comment\": \"nightly\"}"))
                .isEqualTo(new Event.Promote(Optional.empty(), new EnvironmentName("qa")));
        assertThat(read("{\"action\": \"settle\"}")).isEqualTo(new Event.Sweep());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'action': 'promot', 'environment': 'qa'} | asks for \"promot\", but the relay can only promote and settle",
                "{'action': 'promote'} | \"environment\" is missing",
                "{'action': 'promote', 'environment': 'q a'} | \"q a\" cannot be the name of an environment",
                "{'action': 'promote', 'environment': 7} | \"environment\" is not a string",
                "{'action': 'promote', 'environment': 'qa', 'database': '../etc'} | \"../etc\" cannot be the name of a database",
                "{'action': ['promote']} | \"action\" is not a string",
                "{'Records': [{'eventSource': 'aws:s3', 'eventVersion': '3.0'}]} | version 3.0, but the relay understands 2.x",
                "{'Records': [{'eventSource': 'aws:s3', 'eventVersion': '2.4', 'eventName': 'ObjectCreated:Put'}]} | \"s3\" is missing",
                "{'source': 'aws.s3', 'detail-type': 'Object Created'} | \"detail\" is missing",
                "{'source': 'aws.ssm', 'detail-type': 'EC2 Command Status-change Notification', 'detail': {}} | \"document-name\" is missing",
            })
    void aMalformedEventOfOurs_isRefused_andNamesWhatIsWrong(String event, String reason) {
        assertThatThrownBy(() -> read(event.replace('\'', '"')))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.0", "2.1", "2.2", "2.3", "2.4"})
    void aNotificationOfS3_isUnderstoodInEveryVersion2_withItsEncodedKeys(String version) {
        assertThat(read(notification(
                        version, "users/requests/AROA%3Aalice%2Bx%40example.com/d-20261122-054610-hxfe8gsq.json")))
                .isEqualTo(new Event.Created(List.of(new Event.ObjectKey.OfRequest(
                        "acme-users-qa", USERS, new UserId("AROA:alice+x@example.com"), DEPLOYMENT))));
    }

    @Test
    void aReceipt_comesFromS3ItselfOrByEventBridge() {
        Event receipt = new Event.Created(List.of(new Event.ObjectKey.OfReceipt("acme-users-qa", USERS, DEPLOYMENT)));

        assertThat(read(notification("2.1", "users/deployments/" + DEPLOYMENT + "/receipt.json")))
                .isEqualTo(receipt);
        assertThat(read(created("users/deployments/" + DEPLOYMENT + "/receipt.json")))
                .isEqualTo(receipt);
    }

    @Test
    void aKeyOnEventBridge_isTakenAsItIs() {
        assertThat(read(created("users/requests/AROA:alice+x/" + DEPLOYMENT + ".json")))
                .isEqualTo(new Event.Created(List.of(new Event.ObjectKey.OfRequest(
                        "acme-users-qa", USERS, new UserId("AROA:alice+x"), DEPLOYMENT))));
        assertThatThrownBy(() -> read(created("users/requests/AROA%3Aalice/" + DEPLOYMENT + ".json")))
                .isInstanceOf(Refusal.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "users/ledger.json",
                "users/deployments/d-20261122-054610-hxfe8gsq/claim.json",
                "users/logs/d-20261122-054610-hxfe8gsq/stdout",
                "receipt.json",
                "notes.txt"
            })
    void otherObjects_areNotOurs(String key) {
        assertThat(read(created(key)))
                .isEqualTo(new Event.Created(List.of(new Event.ObjectKey.Other("acme-users-qa", key))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "users/requests/d-20261122-054610-hxfe8gsq.json",
                "users/requests/AROA:alice/nightly.json",
                "users/requests/AROA:alice/deeper/d-20261122-054610-hxfe8gsq.json",
                "users/deployments/x/receipt.json",
                "$(reboot)/deployments/d-20261122-054610-hxfe8gsq/receipt.json"
            })
    void whatStandsWhereWeWrite_andCannotBeOurs_isRefusedByName(String key) {
        assertThatThrownBy(() -> read(created(key)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("s3://acme-users-qa/" + key + " stands where db-promote writes, but: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"EC2 Command Status-change Notification", "EC2 Command Invocation Status-change Notification"})
    void aChangeOfACommand_isAHint(String type) {
        assertThat(read("""
                {"version": "0", "source": "aws.ssm", "detail-type": "%s",
                 "detail": {"command-id": "c-1", "document-name": "db-promote-users-qa-migrate", "status": "TimedOut"}}""".formatted(type)))
                .isEqualTo(new Event.CommandChanged("db-promote-users-qa-migrate", "c-1", "TimedOut"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "\"promote\"",
                "null",
                "{\"Records\": []}",
                "{\"Records\": [{\"eventSource\": \"aws:sqs\"}]}",
                "{\"Records\": [{\"eventSource\": \"aws:s3\", \"eventVersion\": \"2.1\", \"eventName\": \"ObjectRemoved:Delete\"}]}",
                "{\"Service\": \"Amazon S3\", \"Event\": \"s3:TestEvent\"}",
                "{\"source\": \"aws.s3\", \"detail-type\": \"Object Deleted\", \"detail\": {}}",
                "{\"source\": \"aws.ec2\", \"detail-type\": \"EC2 Instance State-change Notification\"}"
            })
    void anythingElse_isForeign(String event) {
        assertThat(read(event)).isInstanceOf(Event.Foreign.class);
    }

    private static Event read(String event) {
        return EventReader.read(event.getBytes(UTF_8));
    }

    private static String notification(String version, String key) {
        return """
                {"Records": [{"eventVersion": "%s", "eventSource": "aws:s3", "eventName": "ObjectCreated:Put",
                  "s3": {"s3SchemaVersion": "1.0", "bucket": {"name": "acme-users-qa"}, "object": {"key": "%s", "size": 1}}}]}""".formatted(version, key);
    }

    private static String created(String key) {
        return """
                {"version": "0", "source": "aws.s3", "detail-type": "Object Created",
                 "detail": {"version": "0", "bucket": {"name": "acme-users-qa"}, "object": {"key": "%s"}}}""".formatted(key);
    }
}
