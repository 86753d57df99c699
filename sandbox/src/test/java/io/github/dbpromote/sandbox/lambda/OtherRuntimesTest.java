package io.github.dbpromote.sandbox.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class OtherRuntimesTest {
    @TempDir
    Path directory;

    private FunctionFixture aws;

    @BeforeEach
    void start() throws IOException {
        aws = new FunctionFixture(directory);
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void pythonFunction_runsAgainstTheSameRuntimeApi() throws IOException {
        aws.lambda.put(python("answer", """
                import os
                def handle(event, context):
                    print("got", event["a"])
                    if event["a"] == 0:
                        raise ValueError("no zero")
                    return {"double": 2 * event["a"], "id": context.aws_request_id, "role": os.environ["AWS_REGION"]}
                """));

        JsonNode answer = aws.answer("answer", "{\"a\": 21}");
        InvocationResult failure = aws.lambda.invoke("answer", "{\"a\": 0}");

        assertThat(answer.path("double").asInt()).isEqualTo(42);
        assertThat(answer.path("role").asString()).isEqualTo("eu-central-1");
        assertThat(aws.lambda.log("answer"))
                .contains("START RequestId: " + answer.path("id").asString())
                .containsSubsequence(
                        "got 21\n", "END RequestId: ", "got 0\n", "ValueError: no zero", "END RequestId: ");
        assertThat(failure).isInstanceOfSatisfying(InvocationResult.Failed.class, failed -> {
            assertThat(failed.errorType()).isEqualTo("ValueError");
            assertThat(failed.payload()).contains("\"errorMessage\": \"no zero\"");
        });
    }

    @Test
    void pythonFunctionThatCannotBeLoaded_tellsWhy() throws IOException {
        aws.lambda.put(python("broken", "import nothing_of_that_name\n"));

        assertThat(aws.lambda.invoke("broken", "{}").payload()).contains("nothing_of_that_name");
    }

    @Test
    void coldStart_countsFromTheProcessToItsFirstAnswer() throws IOException {
        aws.lambda.put(python("timed", """
                import time
                time.sleep(0.3)
                def handle(event, context):
                    if event.get("fail"):
                        raise ValueError("failed")
                    return {}
                """));

        assertThat(aws.lambda.coldStart("timed", "{}")).isGreaterThan(Duration.ofMillis(300));
        assertThat(aws.lambda.coldStart("timed", "{}")).isGreaterThan(Duration.ofMillis(300));
        assertThatThrownBy(() -> aws.lambda.coldStart("timed", "{\"fail\": true}"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("The function timed failed: ");
    }

    @Test
    void commandThatEndsAtOnce_orIsNotThere_failsTheEvent() throws IOException {
        Path code = Files.createDirectory(directory.resolve("code"));
        aws.lambda.put(FunctionConfiguration.of(
                "ending", code, new FunctionRuntime.Command(List.of("sh", "-c", "echo bye; exit 7"), "none")));
        aws.lambda.put(FunctionConfiguration.of(
                "missing", code, new FunctionRuntime.Command(List.of("/no/such/program"), "none")));

        assertThat(aws.lambda.invoke("ending", "{}").payload())
                .contains("Runtime.ExitError", "Runtime exited with error: exit status 7");
        assertThat(aws.lambda.log("ending")).contains("bye");
        assertThat(aws.lambda.invoke("missing", "{}").failed()).isTrue();
    }

    private FunctionConfiguration python(String name, String module) throws IOException {
        Optional<Path> interpreter = interpreter();
        assumeThat(interpreter).as("Python 3 on this machine").isPresent();
        Path code = Files.createDirectory(directory.resolve(name));
        Files.writeString(code.resolve(name + ".py"), module);
        return FunctionConfiguration.of(
                        name, code, new FunctionRuntime.Python(interpreter.orElseThrow(), name + ".handle"))
                .withTimeout(FunctionFixture.LIMIT);
    }

    /** The program itself: what stands on the path may be a script that looks for it. */
    private static Optional<Path> interpreter() {
        try {
            Process process = new ProcessBuilder("python3", "-c", "import sys; print(sys.executable)").start();
            String found = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return found.isEmpty() ? Optional.empty() : Optional.of(Path.of(found));
        } catch (IOException notThere) {
            return Optional.empty();
        }
    }
}
