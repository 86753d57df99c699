package io.github.dbpromote.plugin.sandbox;

import io.github.dbpromote.core.model.JsonDraft;
import io.github.dbpromote.core.model.JsonObject;
import io.github.dbpromote.core.problem.Outage;
import io.github.dbpromote.core.problem.Refusal;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/** A sandbox that answered: "AWS" at {@link #endpoint()}. It goes on when Maven ends, until it has been idle for long. */
public final class RunningSandbox {
    private static final System.Logger LOGGER = System.getLogger(RunningSandbox.class.getName());
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

    /** Databases and roles are made; parts of PostgreSQL may still have to be unpacked on a slow disk. */
    private static final Duration PROVISION_LIMIT = Duration.ofSeconds(60);

    /** Its package has to be unpacked. */
    private static final Duration FUNCTION_LIMIT = Duration.ofSeconds(30);

    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    private final StateDirectory state;
    private final Endpoint description;
    private final Control control;

    private RunningSandbox(StateDirectory state, Endpoint description) {
        this.state = state;
        this.description = description;
        this.control = new Control(description.address(), description.token());
    }

    /** The one that announced itself in a state directory and answers, if there is one. */
    static Optional<RunningSandbox> on(StateDirectory state) {
        return state.announced()
                .map(endpoint -> new RunningSandbox(state, endpoint))
                .filter(RunningSandbox::isAlive);
    }

    /**
     * Asks it; being asked, it is not idle. Only the sandbox knows the token: anybody else at its former address does not
     * answer as it does.
     */
    public boolean isAlive() {
        try {
            JsonObject answer = control.get("find the sandbox", ANSWER_LIMIT);
            return answer.number("pid") == description.pid();
        } catch (Outage e) {
            return false;
        } catch (Refusal e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            return false;
        }
    }

    boolean isFrom(String fingerprint) {
        return description.fingerprint().equals(fingerprint);
    }

    /** The one address of all AWS services, on this machine's loopback interface. */
    public URI endpoint() {
        return description.address();
    }

    public String region() {
        return description.region();
    }

    /** A developer's, who may do in the sandbox what a developer may do in AWS. */
    public AwsBasicCredentials credentials() {
        return description.credentials();
    }

    /**
     * Makes everything that a database needs in each environment, unless it is there: bucket, parameter, documents, host
     * and the database itself.
     *
     * @param environments the path, each promoting from the one before
     * @param hostConfiguration by environment, lines of the project's own for the host's configuration file
     * @throws Refusal if the sandbox does not accept that
     * @throws Outage if it does not answer
     */
    public Provisioned provision(String database, List<String> environments, Map<String, String> hostConfiguration) {
        JsonDraft body = JsonDraft.empty();
        body.texts("environments", environments);
        JsonDraft configurations = body.object("hostConfiguration");
        hostConfiguration.forEach(configurations::put);
        control.put("/databases/" + encoded(database), body, "set up " + database + " in the sandbox", PROVISION_LIMIT);
        List<SandboxDatabase> served = describe().databases();
        return new Provisioned(
                database,
                environments.stream()
                        .flatMap(environment -> served.stream().filter(each -> each.is(database, environment)))
                        .toList());
    }

    /**
     * Has the relay promote these databases until the sandbox ends.
     *
     * @param zip its deployment package
     * @param environments the path that all of them have
     * @return whether this relay did not run there before
     * @throws Refusal if the sandbox does not accept that
     * @throws Outage if it does not answer
     */
    public boolean runRelay(Path zip, List<String> databases, List<String> environments) {
        Relay relay = new Relay(zip, environments);
        String doing = "run the relay in the sandbox";
        databases.forEach(database ->
                control.put("/databases/" + encoded(database), relay.provisioning(), doing, PROVISION_LIMIT));
        boolean isNew = control.put("/functions/" + Relay.FUNCTION, relay.function(), doing, FUNCTION_LIMIT)
                .flag("changed");
        relay.wakers().forEach(waker -> control.put(waker.path(), waker.body(), doing, ANSWER_LIMIT));
        return isNew;
    }

    /**
     * What it serves now.
     *
     * @throws Outage if it does not answer
     */
    public SandboxDescription describe() {
        return SandboxDescription.parse(control.get("ask what the sandbox serves", ANSWER_LIMIT));
    }

    /**
     * Ends it, and returns when it has ended. Everything in it is there again at the next start.
     *
     * @throws Outage if it does not end, not even by force
     */
    public void stop() {
        try {
            control.post("/stop", "stop the sandbox", ANSWER_LIMIT);
        } catch (Outage e) {
            // It may be gone before its answer is, and the lock tells in any case.
            LOGGER.log(System.Logger.Level.DEBUG, e.getMessage());
        }
        if (!state.isFreeWithin(STOP_LIMIT)) {
            state.evict();
        }
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
