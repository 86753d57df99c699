package io.github.dbpromote.sandbox.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbpromote.sandbox.http.RequestLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Functions in AWS's own runtime client, which exists for Linux alone. */
@EnabledOnOs(OS.LINUX)
@Isolated("the SDK gives a function's credentials one second to come, and keeps the snapshot's where they are late")
class LambdaTest {
    private static final JsonMapper JSON = new JsonMapper();

    /** One for all tests: each takes a function of its own. */
    @TempDir
    static Path directory;

    private static FunctionFixture aws;

    @BeforeAll
    static void start() throws IOException {
        aws = new FunctionFixture(directory);
    }

    @AfterAll
    static void stop() {
        aws.close();
    }

    @Test
    void function_seesWhatLambdaShowsItAndNothingElse() throws IOException {
        aws.lambda.put(aws.sample("seeing").withVariable("STAGE", "dev").withMemory(256));

        JsonNode answer = aws.answer("seeing", "{\"a\": [1, \"ü\"]}");

        JsonNode environment = answer.path("environment");
        assertThat(answer.path("echo")).isEqualTo(JSON.readTree("{\"a\": [1, \"ü\"]}"));
        assertThat(answer.path("heap").asLong()).isBetween(200L << 20, 218L << 20);
        assertThat(answer.path("directory").asString())
                .isEqualTo(environment.path("LAMBDA_TASK_ROOT").asString());
        assertThat(environment.propertyNames())
                .containsExactlyInAnyOrder(
                        "_HANDLER",
                        "AWS_ACCESS_KEY_ID",
                        "AWS_DEFAULT_REGION",
                        "AWS_ENDPOINT_URL",
                        "AWS_EXECUTION_ENV",
                        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
                        "AWS_LAMBDA_FUNCTION_NAME",
                        "AWS_LAMBDA_FUNCTION_VERSION",
                        "AWS_LAMBDA_INITIALIZATION_TYPE",
                        "AWS_LAMBDA_LOG_GROUP_NAME",
                        "AWS_LAMBDA_LOG_STREAM_NAME",
                        "AWS_LAMBDA_RUNTIME_API",
                        "AWS_REGION",
                        "AWS_SECRET_ACCESS_KEY",
                        "AWS_SESSION_TOKEN",
                        "HOME",
                        "LAMBDA_RUNTIME_DIR",
                        "LAMBDA_TASK_ROOT",
                        "LANG",
                        "PATH",
                        "STAGE",
                        "TZ");
        assertThat(environment.path("AWS_LAMBDA_RUNTIME_API").asString()).startsWith("127.0.0.1:");
        assertThat(environment.path("AWS_LAMBDA_LOG_GROUP_NAME").asString()).isEqualTo("/aws/lambda/seeing");
        assertThat(environment.path("AWS_LAMBDA_FUNCTION_VERSION").asString()).isEqualTo("$LATEST");
        assertThat(environment.path("AWS_LAMBDA_INITIALIZATION_TYPE").asString())
                .isEqualTo("on-demand");
    }

    @Test
    void secondEvent_findsTheEnvironmentWarm_untilItIsRetired() throws IOException {
        aws.lambda.put(aws.sample("warm"));

        assertThat(aws.answer("warm", "{}").path("number").asInt()).isEqualTo(1);
        Set<Long> processes = aws.lambda.processes("warm");
        assertThat(aws.answer("warm", "{}").path("number").asInt()).isEqualTo(2);
        assertThat(aws.lambda.processes("warm")).isEqualTo(processes).hasSize(1);
        aws.lambda.retireIdle("warm");
        assertThat(aws.lambda.processes("warm")).isEmpty();
        assertThat(aws.answer("warm", "{}").path("number").asInt()).isEqualTo(1);

        List<String> log = aws.lambda.log("warm").lines().toList();
        assertThat(log.get(0)).isEqualTo("INIT_START Runtime Version: java17.sandbox");
        assertThat(log.get(1)).matches("START RequestId: [0-9a-f-]{36} Version: \\$LATEST");
        assertThat(log.get(2)).isEqualTo("event 1");
        assertThat(log.get(3)).matches("END RequestId: [0-9a-f-]{36}");
        assertThat(log.get(4))
                .matches("REPORT RequestId: [0-9a-f-]{36}\tDuration: [\\d.]+ ms\tBilled Duration: \\d+ ms\t"
                        + "Memory Size: 512 MB\tMax Memory Used: \\d+ MB\tInit Duration: [\\d.]+ ms");
        assertThat(log.get(6)).isEqualTo("event 2");
        assertThat(log.get(8)).doesNotContain("Init Duration");
        assertThat(log).hasSize(14);
    }

    @Test
    void error_isTriedTwiceAgainWhenItsTimeComes_andThenADeadLetter() throws IOException, InterruptedException {
        aws.lambda.put(aws.sample("failing"));

        aws.invokeLater("failing", "{\"action\": \"fail\"}");
        aws.awaitQuiet();
        assertThat(aws.lambda.waiting("failing")).isEqualTo(1);
        assertThat(aws.lambda.deadLetters("failing")).isEmpty();
        aws.lambda.advance(Duration.ofMinutes(1));
        aws.awaitQuiet();
        assertThat(aws.lambda.waiting("failing")).isEqualTo(1);
        aws.lambda.advance(Duration.ofSeconds(61));
        aws.awaitQuiet();
        assertThat(aws.lambda.waiting("failing")).isEqualTo(1);
        aws.lambda.advance(Duration.ofSeconds(59));
        aws.awaitQuiet();

        assertThat(aws.lambda.waiting("failing")).isZero();
        assertThat(aws.lambda.deadLetters("failing")).singleElement().satisfies(letter -> {
            assertThat(letter.event()).isEqualTo(JSON.readTree("{\"action\": \"fail\"}"));
            assertThat(letter.attempts()).isEqualTo(3);
            assertThat(letter.error()).contains("as asked for");
        });
        List<String> starts = aws.lambda
                .log("failing")
                .lines()
                .filter(line -> line.startsWith("START"))
                .toList();
        assertThat(starts).hasSize(3);
        assertThat(Set.copyOf(starts)).as("one request id for all attempts").hasSize(1);
    }

    @Test
    void functionOverItsTime_isKilled_andTheNextEventGetsAnother() throws IOException {
        aws.lambda.put(aws.sample("hanging").withTimeout(Duration.ofSeconds(2)));
        aws.answer("hanging", "{}");
        long process = aws.lambda.processes("hanging").iterator().next();

        InvocationResult result = aws.lambda.invoke("hanging", "{\"action\": \"hang\"}");

        assertThat(result).isInstanceOfSatisfying(InvocationResult.Failed.class, failure -> {
            assertThat(failure.errorType()).isEqualTo("Sandbox.Timedout");
            assertThat(failure.payload())
                    .matches(
                            "\\{\"errorType\":\"Sandbox.Timedout\","
                                    + "\"errorMessage\":\"RequestId: [0-9a-f-]{36} Error: Task timed out after 2.00 seconds\"}");
        });
        assertThat(ProcessHandle.of(process)).isEmpty();
        assertThat(aws.answer("hanging", "{}").path("number").asInt()).isEqualTo(1);
    }

    @Test
    void functionThatExits_isAnError_andTheNextEventGetsAnother() throws IOException {
        aws.lambda.put(aws.sample("exiting"));

        InvocationResult result = aws.lambda.invoke("exiting", "{\"action\": \"exit\"}");

        assertThat(result.failed()).isTrue();
        assertThat(result.payload()).contains("Runtime.ExitError", "Runtime exited with error: exit status 3");
        assertThat(aws.answer("exiting", "{}").path("number").asInt()).isEqualTo(1);
    }

    @Test
    void functionThatCannotStart_tellsWhy() throws IOException {
        aws.lambda.put(aws.sample("stillborn").withVariable("FAIL_TO_START", "1"));

        InvocationResult result = aws.lambda.invoke("stillborn", "{}");

        assertThat(result.failed()).isTrue();
        assertThat(result.payload()).contains("cannot start");
        assertThat(aws.lambda.log("stillborn")).contains("cannot start");
    }

    @Test
    void snapStart_callsTheHooksAroundTheSnapshot_andLeavesNothingOfOneEnvironmentInIt()
            throws IOException, InterruptedException {
        aws.lambda.put(aws.sample("restored").withSnapStart());

        JsonNode answer = aws.answer("restored", "{}");
        aws.answer("restored", "{}");

        JsonNode environment = answer.path("environment");
        assertThat(answer.path("hooks")).isEqualTo(JSON.readTree("[\"beforeCheckpoint\", \"afterRestore\"]"));
        assertThat(environment.path("AWS_LAMBDA_INITIALIZATION_TYPE").asString())
                .isEqualTo("snap-start");
        assertThat(environment.propertyNames())
                .contains("AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_AUTHORIZATION_TOKEN")
                .doesNotContain("AWS_ACCESS_KEY_ID", "AWS_SESSION_TOKEN", "AWS_LAMBDA_LOG_STREAM_NAME");
        assertThat(aws.lambda.log("restored").lines())
                .anyMatch(line -> line.startsWith("INIT_REPORT Init Duration: "))
                .filteredOn(line -> line.startsWith("REPORT"))
                .satisfiesExactly(
                        first ->
                                assertThat(first).contains("Restore Duration: ").doesNotContain("Init Duration"),
                        second -> assertThat(second).doesNotContain("Restore Duration"));
    }

    @Test
    void snapshotThatCannotBeRestored_tellsWhy() throws IOException {
        aws.lambda.put(aws.sample("unrestorable").withSnapStart().withVariable("FAIL_TO_RESTORE", "1"));

        assertThat(aws.lambda.invoke("unrestorable", "{}").payload()).contains("RestoreException");
    }

    @Test
    void function_makesItsRequestsAsItsRole_withOtherCredentialsAfterARestore() throws IOException {
        String arn = "arn:aws:sts::123456789012:assumed-role/relay-role/calling";
        aws.lambda.put(aws.calling("calling").withRole("relay-role").withSnapStart());

        JsonNode answer = aws.answer("calling", "{}");

        Instant started = Instant.now();
        aws.answer("calling", "{}");
        assertThat(aws.front.lastActivity())
                .as("what the function asks for is no activity of a person")
                .isBefore(started);
        assertThat(answer.path("born").asString()).isEqualTo(arn);
        assertThat(answer.path("now").asString()).isEqualTo(arn);
        assertThat(aws.front.requestLog().entries())
                .filteredOn(entry -> entry.service().equals("sts"))
                .extracting(RequestLog.Entry::principal)
                .containsOnly(arn);
    }

    @Test
    void put_leavesAFunctionAloneThatIsTheSame_andReplacesAnyOther() throws IOException {
        FunctionConfiguration same = aws.sample("same");
        assertThat(aws.lambda.put(same)).isTrue();
        aws.answer("same", "{}");
        Set<Long> processes = aws.lambda.processes("same");

        assertThat(aws.lambda.put(same)).isFalse();
        assertThat(aws.lambda.processes("same")).isEqualTo(processes);

        assertThat(aws.lambda.put(same.withMemory(256))).isTrue();
        assertThat(aws.lambda.processes("same")).isEmpty();
        Files.write(same.code(), new byte[] {0}, StandardOpenOption.APPEND);
        assertThat(aws.lambda.put(same.withMemory(256))).isTrue();
    }

    @Test
    void log_standsInOneFileForAllEnvironments_andBeginsAnewWithAnotherFunction() throws IOException {
        Path log = directory.resolve("lambda/followed.log");
        aws.lambda.put(aws.sample("followed"));
        aws.answer("followed", "{}");
        aws.lambda.retireIdle("followed");
        aws.answer("followed", "{}");
        assertThat(log).content().isEqualTo(aws.lambda.log("followed"));
        assertThat(Files.readAllLines(log))
                .filteredOn(line -> line.startsWith("INIT_START"))
                .hasSize(2);

        aws.lambda.put(aws.sample("followed").withMemory(256));

        assertThat(log).isEmptyFile();
    }

    @Test
    void concurrency_letsEventsRunBesideEachOther() throws IOException, InterruptedException {
        aws.lambda.put(aws.sample("parallel").withConcurrency(2));
        aws.invokeLater("parallel", "{\"action\": \"hang\"}");

        // Answered while the other one hangs, for both began in the order in which they came.
        assertThat(aws.answer("parallel", "{}").path("number").asInt()).isEqualTo(1);
        assertThat(aws.lambda.isBusy()).isTrue();
        assertThat(aws.lambda.processes("parallel")).hasSize(2);
        aws.lambda.delete("parallel");
        aws.awaitQuiet();
    }

    @Test
    void invoke_answersAsLambdaDoes() throws IOException, InterruptedException {
        aws.lambda.put(aws.sample("invoked"));

        InvokeResponse good = aws.client.invoke(request -> request.functionName("invoked")
                .qualifier("live")
                .logType(LogType.TAIL)
                .payload(SdkBytes.fromUtf8String("{\"a\": 1}")));
        InvokeResponse bad = aws.client.invoke(request -> request.functionName(aws.client
                        .getFunction(get -> get.functionName("invoked"))
                        .configuration()
                        .functionArn())
                .payload(SdkBytes.fromUtf8String("{\"action\": \"fail\"}")));
        InvokeResponse later = aws.client.invoke(request -> request.functionName("invoked")
                .invocationType(InvocationType.EVENT)
                .payload(SdkBytes.fromUtf8String("{}")));
        aws.awaitQuiet();

        assertThat(good.statusCode()).isEqualTo(200);
        assertThat(good.functionError()).isNull();
        assertThat(JSON.readTree(good.payload().asUtf8String()).path("echo")).isEqualTo(JSON.readTree("{\"a\": 1}"));
        assertThat(new String(Base64.getDecoder().decode(good.logResult()), StandardCharsets.UTF_8))
                .contains("END RequestId");
        assertThat(bad.functionError()).isEqualTo("Unhandled");
        assertThat(JSON.readTree(bad.payload().asUtf8String()).path("errorType").asString())
                .isEqualTo("java.lang.IllegalStateException");
        assertThat(later.statusCode()).isEqualTo(202);
        assertThat(aws.lambda.log("invoked")).contains("event 3");
        assertThat(aws.client.listFunctions().functions())
                .anyMatch(function -> function.functionName().equals("invoked") && function.memorySize() == 512);
    }

    @Test
    void unknownFunction_isRefused() {
        assertThatThrownBy(() -> aws.client.invoke(request -> request.functionName("missing")))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("Function not found: arn:aws:lambda:eu-central-1:123456789012:function:missing");
        assertThatThrownBy(() -> aws.lambda.invoke("missing", "{}")).hasMessage("There is no function missing.");
    }
}
