package io.github.dbpromote.sandbox.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EventPatternTest {
    private static final JsonNode RECEIPT = new JsonMapper().readTree("""
            {"source": "aws.s3", "detail-type": "Object Created", "resources": ["arn:aws:s3:::acme"],
             "detail": {"bucket": {"name": "acme"},
                        "object": {"key": "users/deployments/d-1/receipt.json", "size": 5}}}""");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"source\": [\"aws.ssm\", \"aws.s3\"]}",
                "{\"resources\": [\"arn:aws:s3:::acme\"]}",
                "{\"detail\": {\"object\": {\"size\": [5]}}}",
                "{\"detail\": {\"object\": {\"key\": [{\"prefix\": \"users/\"}]}}}",
                "{\"detail\": {\"object\": {\"key\": [{\"prefix\": \"no/\"}, {\"suffix\": \"receipt.json\"}]}}}",
                "{\"detail\": {\"object\": {\"key\": [{\"wildcard\": \"*/deployments/*/receipt.json\"}]}}}",
                "{\"detail\": {\"bucket\": {\"name\": [{\"anything-but\": [\"other\"]}]}}}",
                "{\"detail\": {\"reason\": [{\"exists\": false}], \"bucket\": {\"name\": [{\"exists\": true}]}}}"
            })
    void pattern_matchesAsEventBridgeDoes(String pattern) {
        assertThat(EventPattern.parse(pattern).matches(RECEIPT)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"source\": [\"aws.ssm\"]}",
                "{\"source\": [\"aws.s3\"], \"detail-type\": [\"Object Deleted\"]}",
                "{\"detail\": {\"object\": {\"size\": [\"5\"]}}}",
                "{\"detail\": {\"object\": {\"key\": [{\"prefix\": \"deployments/\"}]}}}",
                "{\"detail\": {\"object\": {\"key\": [{\"wildcard\": \"*/requests/*\"}]}}}",
                "{\"detail\": {\"object\": {\"key\": [{\"wildcard\": \"users.deployments/*\"}]}}}",
                "{\"detail\": {\"bucket\": {\"name\": [{\"anything-but\": \"acme\"}]}}}",
                "{\"detail\": {\"reason\": [{\"anything-but\": \"CopyObject\"}]}}",
                "{\"detail\": {\"reason\": [{\"exists\": true}]}}"
            })
    void pattern_leavesOtherEventsAlone(String pattern) {
        assertThat(EventPattern.parse(pattern).matches(RECEIPT)).isFalse();
    }

    @Test
    void pattern_refusesWhatItDoesNotUnderstand() {
        assertThatThrownBy(() -> EventPattern.parse("{\"source\": [{\"numeric\": [\">\", 0]}]}"))
                .hasMessage("the sandbox does not know the operator \"numeric\" in the event pattern for source");
        assertThatThrownBy(() -> EventPattern.parse("{\"source\": \"aws.s3\"}"))
                .hasMessage("in an event pattern, source is an object or a list of values");
        assertThatThrownBy(() -> EventPattern.parse("{}")).hasMessageContaining("with a member at least");
        assertThatThrownBy(() -> EventPattern.parse("{")).hasMessageStartingWith("the event pattern is no JSON");
    }
}
