package io.github.dbpromote.plugin.sandbox;

import io.github.dbpromote.core.model.JsonObject;
import io.github.dbpromote.core.problem.Refusal;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/**
 * What a sandbox writes down about itself when it is ready.
 *
 * @param fingerprint of the files that it was started from; empty if it was started by hand
 * @param token opens its control requests
 */
record Endpoint(
        URI address,
        String region,
        long pid,
        Instant startedAt,
        String fingerprint,
        String token,
        AwsBasicCredentials credentials) {
    private static final int FORMAT = 1;

    /** Linux reckons a process's start from the time of boot, which moves when the clock is set. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(30);

    Endpoint {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(region, "region");
        Objects.requireNonNull(startedAt, "startedAt");
        Objects.requireNonNull(fingerprint, "fingerprint");
        Objects.requireNonNull(token, "token");
        Objects.requireNonNull(credentials, "credentials");
    }

    /** Empty if there is none, or none that this version can read: then there is nobody to join. */
    static Optional<Endpoint> read(Path file) throws IOException {
        try {
            return Optional.of(parse(JsonObject.parse(Files.readAllBytes(file), file.toString(), FORMAT)));
        } catch (NoSuchFileException | Refusal e) {
            return Optional.empty();
        }
    }

    private static Endpoint parse(JsonObject json) {
        JsonObject credentials = json.object("credentials");
        return new Endpoint(
                json.value("endpoint", URI::create),
                json.text("region"),
                json.number("pid"),
                json.instant("startedAt"),
                json.optionalText("fingerprint").orElse(""),
                json.text("token"),
                AwsBasicCredentials.create(credentials.text("accessKeyId"), credentials.text("secretAccessKey")));
    }

    /**
     * The process that wrote this, if it is alive; empty if it is not, also if its PID was given to another one: a process
     * that began later than this was written.
     */
    Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> process.info()
                        .startInstant()
                        .filter(start -> !start.isAfter(startedAt.plus(CLOCK_TOLERANCE)))
                        .isPresent());
    }

    /** Keeps the token and the secret out of logs. */
    @Override
    public String toString() {
        return "Endpoint[" + address + ", pid " + pid + " since " + startedAt + "]";
    }
}
