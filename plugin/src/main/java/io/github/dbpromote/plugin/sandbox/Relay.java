package io.github.dbpromote.plugin.sandbox;

import io.github.dbpromote.core.model.JsonDraft;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The relay as the sandbox runs it: the packaged function, what wakes it, and how environments are promoted to meanwhile.
 * Between the first and the last everything goes on at once; into the last one it goes by schedule, after a soak that is
 * just long enough to be seen.
 *
 * @param environments the path
 */
record Relay(Path zip, List<String> environments) {
    static final String FUNCTION = "relay";

    private static final String HANDLER = "io.github.dbpromote.relay.Handler::handleRequest";
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final Duration SOAK = Duration.ofSeconds(15);
    private static final Duration SCHEDULE = Duration.ofSeconds(5);
    private static final Duration SWEEP = Duration.ofMinutes(1);

    Relay {
        environments = List.copyOf(environments);
    }

    /** A rule or schedule of the sandbox, by its control path. */
    record Waker(String path, JsonDraft body) {}

    /** How a database's environments are promoted to as long as the sandbox runs, where they do not say it themselves. */
    JsonDraft provisioning() {
        JsonDraft body = JsonDraft.empty();
        body.texts("environments", environments);
        JsonDraft parameter = body.object("parameterForNow");
        int last = environments.size() - 1;
        environments
                .subList(1, last)
                .forEach(between -> parameter.object(between).put("promotion", "automatic"));
        parameter
                .object(environments.get(last))
                .object("gates")
                .put("soak", SOAK.toString())
                .put("override", true);
        return body;
    }

    /** With SnapStart, so that the first event finds it as ready as all later ones. */
    JsonDraft function() {
        return JsonDraft.empty()
                .put("code", zip.toString())
                .put("handler", HANDLER)
                .put("timeout", TIMEOUT.toString())
                .put("role", FUNCTION)
                .put("snapStart", true);
    }

    /** What wakes it, as infrastructure arranges it on AWS. */
    List<Waker> wakers() {
        return List.of(
                new Waker("/rules/relay-objects", objects()),
                new Waker("/rules/relay-commands", commands()),
                new Waker("/schedules/relay-promotion", promotion()),
                new Waker("/schedules/relay-sweep", sweep()));
    }

    private static JsonDraft objects() {
        JsonDraft rule = waker();
        JsonDraft pattern = pattern(rule, "aws.s3", "Object Created");
        pattern.object("detail")
                .object("object")
                .objects(
                        "key",
                        List.of("*/requests/*", "*/deployments/*/receipt.json"),
                        (wildcard, key) -> key.put("wildcard", wildcard));
        return rule;
    }

    private static JsonDraft commands() {
        JsonDraft rule = waker();
        pattern(
                rule,
                "aws.ssm",
                "EC2 Command Status-change Notification",
                "EC2 Command Invocation Status-change Notification");
        return rule;
    }

    private static JsonDraft pattern(JsonDraft rule, String source, String... detailTypes) {
        JsonDraft pattern = rule.object("pattern");
        pattern.texts("source", List.of(source));
        pattern.texts("detail-type", List.of(detailTypes));
        return pattern;
    }

    private JsonDraft promotion() {
        JsonDraft schedule = waker().put("every", SCHEDULE.toString());
        schedule.object("input").put("action", "promote").put("environment", environments.get(environments.size() - 1));
        return schedule;
    }

    private static JsonDraft sweep() {
        JsonDraft schedule = waker().put("every", SWEEP.toString());
        schedule.object("input").put("action", "settle");
        return schedule;
    }

    private static JsonDraft waker() {
        JsonDraft waker = JsonDraft.empty();
        waker.object("target").put("function", FUNCTION);
        return waker;
    }
}
