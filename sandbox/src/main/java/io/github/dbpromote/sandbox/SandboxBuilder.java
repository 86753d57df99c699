package io.github.dbpromote.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What a sandbox is to be, before it is started. */
public final class SandboxBuilder {
    private final Path stateDirectory;
    private Optional<Path> flywayHost = Optional.empty();
    private Optional<Path> substitute = Optional.empty();
    private String fingerprint = "";
    private int port;
    private Optional<Duration> idleLimit = Optional.empty();
    private int invisiblePolls = 1;
    private Optional<Duration> deliveryLimit = Optional.empty();
    private boolean emptyFirstPages;
    private boolean databases = true;

    SandboxBuilder(Path stateDirectory) {
        this.stateDirectory = stateDirectory;
    }

    /** The jar that hosts run as {@code flyway-host}, and that brings the documents. */
    public SandboxBuilder flywayHost(Path jar) {
        flywayHost = Optional.of(jar);
        return this;
    }

    /** A program that hosts run as {@code flyway-host} in place of the jar; documents still come from the jar, if any. */
    public SandboxBuilder flywayHostSubstitute(Path program) {
        substitute = Optional.of(program);
        return this;
    }

    /** What {@code endpoint.json} tells of the parts that the sandbox runs, so that others see whether it fits them. */
    public SandboxBuilder fingerprint(String value) {
        fingerprint = value;
        return this;
    }

    /** The port of the endpoint; without it the one of the last time, or any free one. */
    public SandboxBuilder port(int value) {
        port = value;
        return this;
    }

    /** After how long without a request and without a running command it asks to be stopped; without it, never. */
    public SandboxBuilder idleLimit(Duration value) {
        idleLimit = Optional.of(value);
        return this;
    }

    /** How often GetCommandInvocation does not know a new command yet; 1 by default. */
    public SandboxBuilder invisiblePolls(int times) {
        invisiblePolls = times;
        return this;
    }

    /** How long commands wait for their host, whatever TimeoutSeconds, which is at least 30, says. */
    public SandboxBuilder deliveryLimit(Duration value) {
        deliveryLimit = Optional.of(value);
        return this;
    }

    /** GetParametersByPath and FilterLogEvents first answer an empty page with a token, as AWS may. */
    public SandboxBuilder emptyFirstPages() {
        emptyFirstPages = true;
        return this;
    }

    /**
     * Makes no databases, for hosts whose {@link #flywayHostSubstitute} connects to none: addresses and passwords are given
     * out all the same.
     */
    public SandboxBuilder withoutDatabases() {
        databases = false;
        return this;
    }

    /**
     * Starts the sandbox and returns when it serves.
     *
     * @throws AlreadyRunningException if another one runs on this state directory
     * @throws io.github.dbpromote.sandbox.postgres.PostgresException if PostgreSQL cannot be run here
     * @throws UncheckedIOException if the state directory, or a given port, cannot be used
     */
    public Sandbox start() {
        try {
            return Sandbox.start(this);
        } catch (IOException e) {
            throw new UncheckedIOException("The sandbox cannot use " + stateDirectory + ": " + e.getMessage(), e);
        }
    }

    Path stateDirectory() {
        return stateDirectory;
    }

    FlywayHostProgram program() {
        return new FlywayHostProgram(flywayHost, substitute);
    }

    String fingerprint() {
        return fingerprint;
    }

    int port() {
        return port;
    }

    Optional<Duration> idleLimit() {
        return idleLimit;
    }

    int invisiblePolls() {
        return invisiblePolls;
    }

    Optional<Duration> deliveryLimit() {
        return deliveryLimit;
    }

    boolean hasEmptyFirstPages() {
        return emptyFirstPages;
    }

    boolean hasDatabases() {
        return databases;
    }
}
