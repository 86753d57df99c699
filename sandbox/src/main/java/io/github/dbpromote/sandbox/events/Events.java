package io.github.dbpromote.sandbox.events;

import io.github.dbpromote.sandbox.s3.CreatedObject;
import io.github.dbpromote.sandbox.ssm.StatusChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who is told of what happens in the sandbox.
 *
 * <pre>{@code
 * events.notify("receipts", new ObjectFilter(bucket, "users/deployments/", "/receipt.json"), new Target.Function("relay"));
 * events.route("commands", EventPattern.parse("{\"source\": [\"aws.ssm\"]}"), new Target.Recording("commands"));
 * events.schedule("nightly", input, new Target.Function("relay"));
 * events.fire("nightly");
 * }</pre>
 *
 * <p>Kept in memory: a restarted sandbox tells nobody anything until it is asked to again.
 */
public final class Events implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Events.class.getName());
    private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);

    private final S3Messages s3;
    private final SsmMessages ssm;
    private final BiConsumer<String, JsonNode> functions;
    private final Delivery delivery = new Delivery(this::arrive);
    private final Map<String, Rule> rules = new LinkedHashMap<>();
    private final Map<String, Schedule> schedules = new LinkedHashMap<>();
    private final Map<String, List<JsonNode>> recordings = new LinkedHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "events-timer");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * @param account twelve digits
     * @param functions invokes the function of that name asynchronously
     */
    public Events(String region, String account, BiConsumer<String, JsonNode> functions) {
        this.s3 = new S3Messages(region, account);
        this.ssm = new SsmMessages(region, account);
        this.functions = functions;
    }

    /** A bucket tells {@code target} of new objects, as S3's own notification; replaces the rule of that name. */
    public void notify(String name, ObjectFilter filter, Target target) {
        put(name, new Rule.Notification(filter, target));
    }

    /** EventBridge tells {@code target} of the events that match; replaces the rule of that name. */
    public void route(String name, EventPattern pattern, Target target) {
        put(name, new Rule.Routing(pattern, target));
    }

    private synchronized void put(String name, Rule rule) {
        remove(name);
        rules.put(name, rule);
    }

    /** A schedule that only {@link #fire} fires; replaces the one of that name. */
    public synchronized void schedule(String name, JsonNode input, Target target) {
        remove(name);
        schedules.put(name, new Schedule(input, target, Optional.empty()));
    }

    /**
     * A schedule that also fires by itself, first after one interval; replaces the one of that name.
     *
     * @param every a second at least
     */
    public synchronized void scheduleEvery(String name, Duration every, JsonNode input, Target target) {
        if (every.compareTo(SHORTEST_INTERVAL) < 0) {
            throw new IllegalArgumentException("a schedule waits a second at least, not " + every);
        }
        remove(name);
        ScheduledFuture<?> running = timer.scheduleAtFixedRate(
                () -> fireUnlessRemoved(name), every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
        schedules.put(name, new Schedule(input, target, Optional.of(running)));
    }

    /** Forgets the rule or schedule of that name, if there is one. */
    public synchronized void remove(String name) {
        rules.remove(name);
        Optional.ofNullable(schedules.remove(name)).ifPresent(Schedule::stop);
    }

    /**
     * Fires a schedule now.
     *
     * @throws IllegalArgumentException if there is no such schedule
     */
    public void fire(String name) {
        Parcel parcel =
                scheduled(name).orElseThrow(() -> new IllegalArgumentException("There is no schedule " + name + "."));
        delivery.accept(parcel);
    }

    private void fireUnlessRemoved(String name) {
        scheduled(name).ifPresent(delivery::accept);
    }

    private synchronized Optional<Parcel> scheduled(String name) {
        return Optional.ofNullable(schedules.get(name))
                .map(schedule -> new Parcel(name, schedule.target(), schedule.input()));
    }

    /** To disturb the delivery. */
    public Delivery delivery() {
        return delivery;
    }

    /** What came to the recording of that name so far, oldest first. */
    public synchronized List<JsonNode> recorded(String recording) {
        return List.copyOf(recordings.getOrDefault(recording, List.of()));
    }

    public synchronized void clearRecorded(String recording) {
        recordings.remove(recording);
    }

    /** S3 has written an object. */
    public void created(CreatedObject object) {
        ObjectNode event = s3.event(object);
        send((name, rule) -> {
            if (rule instanceof Rule.Notification notification) {
                return notification.filter().matches(object)
                        ? Optional.of(s3.notification(name, object))
                        : Optional.empty();
            }
            return routed(rule, event);
        });
    }

    /** A command came to another status. */
    public void changed(StatusChange change) {
        ObjectNode event = ssm.event(change);
        send((name, rule) -> routed(rule, event));
    }

    /** What a rule tells its target of what has just happened; empty if it is not about that. */
    @FunctionalInterface
    private interface Message {
        Optional<ObjectNode> of(String name, Rule rule);
    }

    private static Optional<ObjectNode> routed(Rule rule, ObjectNode event) {
        return rule instanceof Rule.Routing routing && routing.pattern().matches(event)
                ? Optional.of(event)
                : Optional.empty();
    }

    private void send(Message message) {
        List<Parcel> parcels = new ArrayList<>();
        synchronized (this) {
            rules.forEach((name, rule) ->
                    message.of(name, rule).ifPresent(payload -> parcels.add(new Parcel(name, rule.target(), payload))));
        }
        parcels.forEach(delivery::accept);
    }

    /** Whoever caused the event has nothing to do with what becomes of it. */
    private void arrive(Parcel parcel) {
        try {
            if (parcel.target() instanceof Target.Function function) {
                functions.accept(function.name(), parcel.payload());
            } else if (parcel.target() instanceof Target.Recording recording) {
                record(recording.name(), parcel.payload());
            }
        } catch (RuntimeException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The event of " + parcel.rule() + " did not reach the "
                            + parcel.target().describe(),
                    e);
        }
    }

    private synchronized void record(String recording, JsonNode payload) {
        recordings.computeIfAbsent(recording, absent -> new ArrayList<>()).add(payload);
    }

    /** Stops the schedules. */
    @Override
    public void close() {
        timer.shutdownNow();
    }
}
