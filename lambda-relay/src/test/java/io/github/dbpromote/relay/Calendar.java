package io.github.dbpromote.relay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A door to the sandbox behind which days pass in no time. Whoever comes through it sees S3's answers with the dates of
 * another calendar: what S3 says of now, and of when an object was written. It begins on a Monday at 08:00 UTC that is yet
 * to come, because hosts, who use the other door, take no order whose time is over.
 */
final class Calendar implements AutoCloseable {
    private static final Pattern DATES = Pattern.compile("(?imd)^(Date|Last-Modified): (.{29})\r$");
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final int CHUNK = 1 << 16;

    private final URI sandbox;
    private final ServerSocket door;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "calendar");
        thread.setDaemon(true);
        return thread;
    });

    /** How far ahead it is, since which real second. */
    private final TreeMap<Instant, Duration> ahead = new TreeMap<>();

    private Calendar(URI sandbox) throws IOException {
        this.sandbox = sandbox;
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Instant monday = LocalDate.now(ZoneOffset.UTC)
                .plusWeeks(1)
                .with(TemporalAdjusters.next(DayOfWeek.MONDAY))
                .atTime(LocalTime.of(8, 0))
                .toInstant(ZoneOffset.UTC);
        ahead.put(Instant.EPOCH, Duration.between(Instant.now(), monday));
        threads.execute(this::open);
    }

    static Calendar of(URI sandbox) {
        try {
            return new Calendar(sandbox);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI endpoint() {
        return URI.create("http://" + door.getInetAddress().getHostAddress() + ":" + door.getLocalPort());
    }

    /** What S3 says that it is. */
    ZonedDateTime now() {
        return at(Instant.now()).atZone(ZoneOffset.UTC);
    }

    private synchronized Instant at(Instant real) {
        return real.plus(ahead.floorEntry(real).getValue());
    }

    /** Lets time pass. S3 tells whole seconds, so that what comes afterwards has to be in another one. */
    void pass(Duration time) {
        Instant begins = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        synchronized (this) {
            ahead.put(begins, ahead.lastEntry().getValue().plus(time));
        }
        for (Instant now = Instant.now(); now.isBefore(begins); now = Instant.now()) {
            LockSupport.parkNanos(Duration.between(now, begins).toNanos());
        }
    }

    /** Lets time pass until that moment. */
    void passUntil(DayOfWeek day, String time) {
        ZonedDateTime now = now();
        ZonedDateTime moment = now.with(TemporalAdjusters.nextOrSame(day)).with(LocalTime.parse(time));
        pass(Duration.between(now, moment.isAfter(now) ? moment : moment.plusWeeks(1)));
    }

    private void open() {
        try {
            while (!door.isClosed()) {
                Socket guest = door.accept();
                Socket host = new Socket(sandbox.getHost(), sandbox.getPort());
                threads.execute(() -> carry(guest, host, false));
                threads.execute(() -> carry(host, guest, true));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void carry(Socket from, Socket to, boolean dated) {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            byte[] chunk = new byte[CHUNK];
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                out.write(dated ? redated(new String(chunk, 0, length, ISO_8859_1)) : copy(chunk, length));
                out.flush();
            }
        } catch (IOException eitherIsGone) {
            // So is the other then.
        }
    }

    private static byte[] copy(byte[] chunk, int length) {
        return Arrays.copyOf(chunk, length);
    }

    /** The head of an answer comes in one piece: the sandbox writes it so. */
    private byte[] redated(String answer) {
        int end = answer.startsWith("HTTP/1.1 ") ? answer.indexOf("\r\n\r\n") : -1;
        if (end < 0) {
            return answer.getBytes(ISO_8859_1);
        }
        Matcher dates = DATES.matcher(answer.substring(0, end + 2));
        String head = dates.replaceAll(date -> date.group(1) + ": " + moved(date.group(2)) + "\r");
        return (head + answer.substring(end + 2)).getBytes(ISO_8859_1);
    }

    private String moved(String date) {
        return HTTP_DATE.format(at(HTTP_DATE.parse(date, Instant::from)));
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            threads.shutdownNow();
        }
    }
}
