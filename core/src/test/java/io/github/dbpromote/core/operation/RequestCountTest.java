package io.github.dbpromote.core.operation;

import static io.github.dbpromote.core.operation.Verbs.finished;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.cloud.Cloud;
import io.github.dbpromote.core.cloud.Releases;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.sandbox.http.Principal;
import io.github.dbpromote.sandbox.http.RequestLog;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a publish costs, however large it is: requests are time, money and room below the limits of the account. */
class RequestCountTest {
    private static final int BUDGET = 12;

    @RegisterExtension
    final Cloud cloud = new Cloud();

    private final Principal counted = Principal.user("123456789012", "counted");
    private Verbs verbs;

    @BeforeEach
    void provision() {
        cloud.provision("dev", "qa");
        // The host's requests are made by others, and not counted.
        verbs = Verbs.of(cloud).with(cloud.open(cloud.sandbox().keyring().issue(counted), "the one who is counted"));
        verbs.story()
                .whenSent(sent -> cloud.host(sent.environment().name().value()).succeeds(sent.deployment()));
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 1_000})
    void aPublish_takesAtMostTwelveRequests_pollsAside(int migrations) {
        List<String> first = requestsOf(
                () -> finished(verbs.publish(Releases.ofSize(migrations))).order());
        List<String> next = requestsOf(
                () -> finished(verbs.publish(Releases.ofSize(migrations + 1))).order());

        report("first publish of " + migrations + " migrations", first);
        report("publish of " + (migrations + 1) + " migrations", next);
        assertThat(first).hasSizeLessThanOrEqualTo(BUDGET);
        assertThat(next).hasSizeLessThanOrEqualTo(BUDGET);
    }

    @Test
    void theNumberOfRequests_doesNotDependOnTheNumberOfMigrations() {
        List<String> few =
                requestsOf(() -> finished(verbs.publish(Releases.ofSize(10))).order());
        List<String> many =
                requestsOf(() -> finished(verbs.publish(Releases.ofSize(1_000))).order());
        List<String> more =
                requestsOf(() -> finished(verbs.publish(Releases.ofSize(1_001))).order());

        assertThat(more).isEqualTo(many);
        assertThat(many).as("and two of the evidence of the first").hasSize(few.size() + 2);
    }

    @Test
    void nothingToDo_isCheap() {
        verbs.publish(Releases.ofSize(10));
        cloud.forgetRequests();
        verbs.publish(Releases.ofSize(10));

        List<String> requests = operations(requestsOfCaller());
        report("publish with nothing to do", requests);
        assertThat(requests).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void aPromotion_takesAFewMore() {
        verbs.publish(Releases.ofSize(10));
        List<String> requests = requestsOf(() -> finished(verbs.promote("qa")).order());

        report("first promotion of 10 migrations", requests);
        assertThat(requests).hasSizeLessThanOrEqualTo(18);
    }

    @Test
    void aPromotionWithNothingToDo_takesThreeRequests() {
        verbs.publish(Releases.ofSize(10));
        verbs.promote("qa");
        cloud.forgetRequests();

        assertThat(verbs.promote("qa")).isInstanceOf(DeploymentResult.NothingToDo.class);

        List<String> requests = operations(requestsOfCaller());
        report("promotion with nothing to do", requests);
        // One more page of parameters, which the sandbox of these tests makes empty.
        assertThat(requests).containsExactly("GetParametersByPath", "GetParametersByPath", "GetObject", "GetObject");
    }

    private List<String> requestsOf(Supplier<Order> deploying) {
        cloud.forgetRequests();
        Order order = deploying.get();
        return operations(requestsOfCaller().stream()
                .filter(request -> !isPoll(request, order))
                .toList());
    }

    private List<RequestLog.Entry> requestsOfCaller() {
        return cloud.requests().stream()
                .filter(request -> request.principal().equals(counted.arn()))
                .toList();
    }

    private static boolean isPoll(RequestLog.Entry request, Order order) {
        boolean looks = request.operation().equals("GetObject")
                && (request.resource().endsWith(order.deployment() + "/receipt.json")
                        || request.resource().endsWith(order.deployment() + "/claim.json"));
        return looks || request.operation().equals("GetCommandInvocation");
    }

    private static List<String> operations(List<RequestLog.Entry> requests) {
        return requests.stream().map(RequestLog.Entry::operation).toList();
    }

    private static void report(String what, List<String> requests) {
        Map<String, Long> counts = requests.stream()
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
        System.out.println(what + ": " + requests.size() + " requests " + counts);
    }
}
