package io.github.dbpromote.relay;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.github.dbpromote.core.aws.AwsAccess;
import io.github.dbpromote.core.model.JsonDraft;
import io.github.dbpromote.core.operation.Accounts;
import io.github.dbpromote.core.problem.Outage;
import io.github.dbpromote.core.problem.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.crac.Core;
import org.crac.Resource;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/**
 * What Lambda calls. The clients are made once for each execution environment; a snapshot of SnapStart holds them without
 * credentials, connections, or anything else that must not be the same twice.
 *
 * <p>Its answer is {@code {"decisions": […]}}, with one object for each line that it logs. It fails, so that Lambda delivers
 * the event again and at last to the dead-letter queue, where an event of ours is malformed or AWS did not answer.
 */
public final class Handler implements RequestStreamHandler, Resource {
    private final Relay relay;

    /** As Lambda makes it. */
    public Handler() {
        this(new Relay(accounts(System.getenv()), Scope.of(System.getenv())));
    }

    Handler(Relay relay) {
        this.relay = relay;
        Core.getGlobalContext().register(this);
    }

    private static Accounts accounts(Map<String, String> environment) {
        Region region = Region.of(environment.get("AWS_REGION"));
        return new Accounts(
                AwsAccess.open(credentials(), region, Optional.empty(), "the relay in " + region), Map.of());
    }

    /**
     * Those of the function's role. With SnapStart
     * <a href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart-activate.html">Lambda serves them like a
     * container's</a>, and sets no variables that would come to stand in the snapshot.
     */
    private static AwsCredentialsProvider credentials() {
        return AwsCredentialsProviderChain.of(
                ContainerCredentialsProvider.create(), EnvironmentVariableCredentialsProvider.create());
    }

    @Override
    public void handleRequest(InputStream payload, OutputStream answer, Context context) throws IOException {
        Journal journal = new Journal(context.getLogger()::log, context.getAwsRequestId());
        List<Decision> decisions = new ArrayList<>();
        try {
            relay.handle(EventReader.read(payload.readAllBytes()), context.getInvokedFunctionArn(), decision -> {
                decisions.add(decision);
                journal.write(decision);
            });
        } catch (Refusal e) {
            throw journal.failed(new RelayFailure("refused", e.problems()));
        } catch (Outage e) {
            throw journal.failed(new RelayFailure("aws does not answer", List.of(e.problem())));
        }
        List<String> unreachable = decisions.stream()
                .filter(Decision::isUnreachable)
                .map(Decision::label)
                .toList();
        if (!unreachable.isEmpty()) {
            throw journal.failed(
                    new RelayFailure("aws does not answer", List.of(RelayMessages.unreachable(unreachable))));
        }
        JsonDraft json = JsonDraft.empty();
        json.objects("decisions", decisions, Decision::writeTo);
        answer.write(json.bytes());
    }

    /** Has everything loaded that a promotion needs, before the snapshot is taken. */
    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
        Rehearsal.play(decision -> {});
    }

    /** Nothing to do: credentials and connections come with the first request. */
    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {
        // SecureRandom draws from the system at every use, so that the words of two copies differ.
    }
}
