package io.github.dbpromote.sandbox.events;

import tools.jackson.databind.JsonNode;

/**
 * An event on its way to one target.
 *
 * @param rule the notification, rule or schedule that sends it
 * @param payload what the target receives; not to be changed
 */
public record Parcel(String rule, Target target, JsonNode payload) {}
