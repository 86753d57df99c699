package io.github.dbpromote.sandbox;

import io.github.dbpromote.sandbox.events.Delivery;
import io.github.dbpromote.sandbox.events.EventPattern;
import io.github.dbpromote.sandbox.events.Events;
import io.github.dbpromote.sandbox.events.ObjectFilter;
import io.github.dbpromote.sandbox.events.Target;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** The control calls for rules, schedules, recordings and the delivery of events. */
final class EventControl {
    private static final Pattern PATH =
            Pattern.compile("/(rules|schedules|recordings)/([^/]+)(?:/(fire))?|/(delivery)(?:/(release))?");
    private static final JsonMapper JSON = new JsonMapper();

    private final Events events;

    EventControl(Events events) {
        this.events = events;
    }

    /**
     * Empty if this call is about something else.
     *
     * @param path behind {@code /_sandbox}
     */
    Optional<JsonNode> answer(String method, String path, Supplier<ControlInput> body) {
        Matcher matcher = PATH.matcher(path);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        if (matcher.group(4) != null) {
            return delivery(method, matcher.group(5) != null, body);
        }
        String kind = matcher.group(1) + (matcher.group(3) == null ? "" : "/" + matcher.group(3));
        return named(method + " " + kind, matcher.group(2), body);
    }

    private Optional<JsonNode> named(String call, String name, Supplier<ControlInput> body) {
        return switch (call) {
            case "PUT rules" -> done(() -> putRule(name, body.get()));
            case "PUT schedules" -> done(() -> putSchedule(name, body.get()));
            case "DELETE rules", "DELETE schedules" -> done(() -> events.remove(name));
            case "POST schedules/fire" -> done(() -> events.fire(name));
            case "GET recordings" -> Optional.of(recorded(name));
            case "DELETE recordings" -> done(() -> events.clearRecorded(name));
            default -> Optional.empty();
        };
    }

    private static Optional<JsonNode> done(Runnable action) {
        action.run();
        return Optional.of(JSON.createObjectNode());
    }

    private void putRule(String name, ControlInput input) {
        Optional<ControlInput> notification = input.object("notification");
        if (notification.isPresent() == input.object("pattern").isPresent()) {
            throw new IllegalArgumentException("a rule has either a notification or a pattern");
        }
        if (notification.isPresent()) {
            events.notify(name, filter(notification.get()), target(input));
        } else {
            events.route(name, EventPattern.of(input.value("pattern")), target(input));
        }
    }

    private static ObjectFilter filter(ControlInput input) {
        return new ObjectFilter(
                input.required("bucket"),
                input.text("prefix").orElse(""),
                input.text("suffix").orElse(""));
    }

    private void putSchedule(String name, ControlInput input) {
        JsonNode scheduled = input.object("input")
                .orElseThrow(() -> new IllegalArgumentException("input is missing"))
                .json();
        Optional<Duration> every = input.duration("every");
        if (every.isPresent()) {
            events.scheduleEvery(name, every.get(), scheduled, target(input));
        } else {
            events.schedule(name, scheduled, target(input));
        }
    }

    private static Target target(ControlInput input) {
        ControlInput target =
                input.object("target").orElseThrow(() -> new IllegalArgumentException("target is missing"));
        return target.text("function")
                .<Target>map(Target.Function::new)
                .orElseGet(() -> new Target.Recording(target.text("recording")
                        .orElseThrow(() -> new IllegalArgumentException(
                                "a target is {\"function\": name} or {\"recording\": name}"))));
    }

    private JsonNode recorded(String recording) {
        ArrayNode recorded = JSON.createArrayNode();
        events.recorded(recording).forEach(recorded::add);
        return JSON.createObjectNode().set("events", recorded);
    }

    private Optional<JsonNode> delivery(String method, boolean release, Supplier<ControlInput> body) {
        if (method.equals("POST")) {
            return release ? done(events.delivery()::release) : done(() -> disturb(body.get()));
        }
        return method.equals("DELETE") && !release ? done(events.delivery()::undisturbed) : Optional.empty();
    }

    private void disturb(ControlInput input) {
        Delivery delivery = events.delivery();
        input.json().optional("duplicate").ifPresent(each -> delivery.duplicate(each.asBoolean()));
        input.json().optional("loseNext").ifPresent(count -> delivery.loseNext(count.asInt()));
        input.text("loseContaining")
                .ifPresent(text ->
                        delivery.lose(parcel -> parcel.payload().toString().contains(text)));
        input.json().optional("shuffle").ifPresent(seed -> delivery.shuffle(seed.asLong()));
        if (input.value("hold").asBoolean(false)) {
            delivery.hold();
        }
    }
}
