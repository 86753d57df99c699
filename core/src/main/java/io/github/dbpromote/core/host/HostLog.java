package io.github.dbpromote.core.host;

import io.github.dbpromote.core.aws.AwsAccess;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Problems;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What a host prints for a command, followed in CloudWatch Logs while it runs. That is a courtesy: no failure of it is
 * one of the deployment, and a service that does not answer holds nobody up, because it is asked in the background.
 *
 * <p>The agent brings lines about a second after they were printed, some at a time; stdout and stderr are streams of
 * their own, of which each keeps its order. For one thread at a time.
 */
public final class HostLog implements AutoCloseable {
    /** What a reading found. */
    public sealed interface Reading {}

    /**
     * What is new since the last reading, each line once, safe to print; perhaps nothing.
     *
     * @param lines without their ends and without control characters, at most 2,001 characters each
     */
    public record Lines(List<String> lines) implements Reading {
        public Lines {
            lines = List.copyOf(lines);
        }
    }

    /** The log cannot be read. Said once; from then on nothing is asked, and nothing new is found. */
    public record Unavailable(Problem problem) implements Reading {}

    private static final Lines NOTHING = new Lines(List.of());

    /** How long a reading waits for what it has asked for; what comes later is there for the next one. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /**
     * Events become visible a little out of order: the two streams come in by requests of their own. What is as old as
     * this, compared with the newest, is asked for again, and told apart by its id.
     */
    private static final Duration OVERLAP = Duration.ofMinutes(1);

    /** By how much the host's clock may be behind S3's. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofHours(1);

    /** A reading that finds more goes on at the next one. */
    private static final int PAGES_A_READING = 10;

    private static final int SILENCES = 3;

    private final LogSearch search;
    private final String group;
    private final ExecutorService background = Executors.newSingleThreadExecutor(HostLog::thread);
    private Optional<Future<Reading>> asked = Optional.empty();
    private boolean over;

    // Touched in the background alone, by one search after the other.
    private final Map<String, Long> seen = new HashMap<>();
    private long fromMillis;
    private long newestMillis;
    private Optional<String> token = Optional.empty();
    private int silences;

    /**
     * Follows a command's output; nothing is asked yet.
     *
     * @param group the environment's log group, with which the command was sent
     * @param ordered when the deployment was ordered, by S3's clock; CloudWatch Logs need not look at what is older
     */
    public HostLog(AwsAccess access, Command command, String group, Instant ordered) {
        this.search =
                new LogSearch(access, group, command.id() + "/" + command.host().instanceId() + "/");
        this.group = group;
        this.fromMillis = Math.max(0, ordered.minus(CLOCK_TOLERANCE).toEpochMilli());
        this.newestMillis = fromMillis;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "db-promote-host-log");
        thread.setDaemon(true);
        return thread;
    }

    /** What has come since the last reading. Takes a second at most, and none while an earlier question is open. */
    public Reading read() {
        if (over) {
            return NOTHING;
        }
        Duration patience = asked.isPresent() ? Duration.ZERO : PATIENCE;
        Future<Reading> answer = asked.orElseGet(() -> background.submit(this::search));
        asked = Optional.of(answer);
        try {
            Reading reading = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            asked = Optional.empty();
            over = reading instanceof Unavailable;
            return reading;
        } catch (TimeoutException e) {
            return NOTHING;
        } catch (ExecutionException e) {
            over = true;
            return unavailable(String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            // Whoever waits for the deployment finds out by the same sign.
            Thread.currentThread().interrupt();
            return NOTHING;
        }
    }

    private Reading unavailable(String reason) {
        return new Unavailable(
                Problems.logUnreadable(group, PrintableLine.of(reason).get(0)));
    }

    private Reading search() {
        List<String> lines = new ArrayList<>();
        for (int pages = 0; pages < PAGES_A_READING; pages++) {
            LogSearch.Answer answer = search.page(fromMillis, token);
            if (!(answer instanceof LogSearch.Page page)) {
                return lines.isEmpty() ? without(answer) : new Lines(lines);
            }
            silences = 0;
            page.events().forEach(event -> take(event, lines));
            token = page.next();
            if (token.isEmpty()) {
                forget();
                break;
            }
        }
        return new Lines(lines);
    }

    private Reading without(LogSearch.Answer answer) {
        if (answer instanceof LogSearch.Refused refused) {
            return unavailable(refused.reason());
        }
        if (answer instanceof LogSearch.Silence silence) {
            silences++;
            return silences < SILENCES ? NOTHING : unavailable(silence.reason());
        }
        silences = 0;
        return NOTHING;
    }

    private void take(LogSearch.Event event, List<String> lines) {
        if (seen.putIfAbsent(event.id(), event.millis()) == null) {
            lines.addAll(PrintableLine.of(event.message()));
            newestMillis = Math.max(newestMillis, event.millis());
        }
    }

    /** The ids of what will not be answered again. */
    private void forget() {
        fromMillis = Math.max(fromMillis, newestMillis - OVERLAP.toMillis());
        seen.values().removeIf(millis -> millis < fromMillis);
    }

    /** Asks no more; a question that is open goes unheard. */
    @Override
    public void close() {
        over = true;
        background.shutdownNow();
    }
}
