package io.github.dbpromote.sandbox.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionConfigurationTest {
    private static final FunctionRuntime RUNTIME = new FunctionRuntime.Java("io.example.Handler");

    @TempDir
    Path code;

    @Test
    void configuration_keepsToLambdasLimits() {
        FunctionConfiguration good = FunctionConfiguration.of("relay", code, RUNTIME);

        assertThat(good.timeout()).isEqualTo(Duration.ofSeconds(3));
        assertThatThrownBy(() -> FunctionConfiguration.of("re lay", code, RUNTIME))
                .hasMessage("not a name for a function: \"re lay\" (letters, digits, - _)");
        assertThatThrownBy(() -> FunctionConfiguration.of("relay", code.resolve("none"), RUNTIME))
                .hasMessageStartingWith("There is no code of a function at ");
        assertThatThrownBy(() -> good.withTimeout(Duration.ofMinutes(16)))
                .hasMessageContaining("1 second to 15 minutes");
        assertThatThrownBy(() -> good.withTimeout(Duration.ofMillis(999)))
                .hasMessageContaining("1 second to 15 minutes");
        assertThatThrownBy(() -> good.withMemory(127)).hasMessageContaining("128 to 10240 MB");
        assertThatThrownBy(() -> good.withConcurrency(0)).hasMessageContaining("once at a time at least");
        assertThatThrownBy(() -> good.withRole("a b")).hasMessageContaining("not a name for a role");
        assertThatThrownBy(() -> good.withVariable("AWS_REGION", "x"))
                .hasMessage("Lambda sets the variable AWS_REGION itself");
        assertThatThrownBy(() -> good.withVariable("1", "x")).hasMessageContaining("not a name for a variable");
        assertThatThrownBy(() -> good.withRetryDelays(List.of(Duration.ZERO, Duration.ZERO, Duration.ZERO)))
                .hasMessageContaining("tried again twice at most");
    }

    @Test
    void nativePart_isChosenForTheSystem_orRefused() {
        assertThat(JavaRuntimeClient.library("Linux", "amd64", false)).isEqualTo("libaws-lambda-jni.linux-x86_64.so");
        assertThat(JavaRuntimeClient.library("Linux", "aarch64", false))
                .isEqualTo("libaws-lambda-jni.linux-aarch_64.so");
        assertThat(JavaRuntimeClient.library("Linux", "amd64", true))
                .isEqualTo("libaws-lambda-jni.linux_musl-x86_64.so");
        assertThatThrownBy(() -> JavaRuntimeClient.library("Mac OS X", "aarch64", false))
                .hasMessage(
                        "The sandbox cannot run Java functions on Mac OS X (aarch64): AWS's runtime client exists for"
                                + " Linux on x86_64 and arm64 alone.");
    }
}
