package io.github.dbpromote.sandbox.events;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The envelope of every event on EventBridge. */
record BusEvent(String source, String detailType, Instant time, List<String> resources) {
    private static final JsonMapper JSON = new JsonMapper();

    BusEvent {
        resources = List.copyOf(resources);
    }

    BusEvent(String source, String detailType, Instant time, String resource) {
        this(source, detailType, time, List.of(resource));
    }

    /** With an id of its own, which duplicates of the delivery share. */
    ObjectNode json(String region, String account, ObjectNode detail) {
        ObjectNode event = JSON.createObjectNode().put("version", "0");
        event.put("id", UUID.randomUUID().toString()).put("detail-type", detailType);
        event.put("source", source).put("account", account);
        event.put("time", time.truncatedTo(ChronoUnit.SECONDS).toString()).put("region", region);
        resources.forEach(event.putArray("resources")::add);
        return event.set("detail", detail);
    }
}
