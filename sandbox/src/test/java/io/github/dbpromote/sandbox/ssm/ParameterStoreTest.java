package io.github.dbpromote.sandbox.ssm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathResponse;
import software.amazon.awssdk.services.ssm.model.GetParametersResponse;
import software.amazon.awssdk.services.ssm.model.InvalidNextTokenException;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterAlreadyExistsException;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ParameterTier;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.ParameterVersionNotFoundException;
import software.amazon.awssdk.services.ssm.model.SsmException;

class ParameterStoreTest {
    @TempDir
    Path state;

    private SsmFixture aws;

    @BeforeEach
    void start() throws IOException {
        aws = new SsmFixture(state, SsmFixture.SETTINGS);
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    private void put(String name, String value) {
        aws.client.putParameter(request -> request.name(name).value(value).type(ParameterType.STRING));
    }

    @Test
    void parameter_comesBackWithItsVersionAndArn() {
        put("/db-promote/users/dev", "one");
        aws.client.putParameter(
                request -> request.name("/db-promote/users/dev").value("two").overwrite(true));

        Parameter parameter = aws.client
                .getParameter(request -> request.name("/db-promote/users/dev"))
                .parameter();

        assertThat(parameter.value()).isEqualTo("two");
        assertThat(parameter.version()).isEqualTo(2);
        assertThat(parameter.type()).isEqualTo(ParameterType.STRING);
        assertThat(parameter.arn()).isEqualTo("arn:aws:ssm:eu-central-1:123456789012:parameter/db-promote/users/dev");
        assertThat(aws.client
                        .getParameter(request -> request.name(parameter.arn()))
                        .parameter()
                        .value())
                .isEqualTo("two");
        assertThatThrownBy(() -> aws.client.getParameter(request -> request.name("/db-promote/users/dev:1")))
                .isInstanceOf(ParameterVersionNotFoundException.class);
    }

    @Test
    void putParameter_refusesWhatTheServiceRefuses() {
        put("/a/b", "one");

        assertThatThrownBy(() -> put("/a/b", "two")).isInstanceOf(ParameterAlreadyExistsException.class);
        assertThatThrownBy(() -> put("a/b", "two"))
                .isInstanceOf(SsmException.class)
                .hasMessageContaining("Parameter name");
        assertThatThrownBy(() -> put("/aws/x", "two")).hasMessageContaining("Parameter name");
        assertThatThrownBy(() -> put("/a/large", "x".repeat(4097))).hasMessageContaining("4096");
        assertThatThrownBy(() ->
                        aws.client.putParameter(request -> request.name("/a/c").value("x")))
                .hasMessageContaining("type");
        assertThat(aws.client
                        .putParameter(request -> request.name("/a/large")
                                .value("x".repeat(4097))
                                .type(ParameterType.STRING)
                                .tier(ParameterTier.INTELLIGENT_TIERING))
                        .tier())
                .isEqualTo(ParameterTier.ADVANCED);
    }

    @Test
    void getParameter_ofNoneIsNotFound() {
        assertThatThrownBy(() -> aws.client.getParameter(request -> request.name("/none")))
                .isInstanceOf(ParameterNotFoundException.class);
    }

    @Test
    void getParameters_tellsWhichNamesAreInvalid() {
        put("/a/b", "one");

        GetParametersResponse answer = aws.client.getParameters(request -> request.names("/a/b", "/a/c"));

        assertThat(answer.parameters()).extracting(Parameter::name).containsExactly("/a/b");
        assertThat(answer.invalidParameters()).containsExactly("/a/c");
    }

    @Test
    void getParametersByPath_pagesThroughOneLevelOrAll() {
        IntStream.range(0, 25).forEach(number -> put("/db-promote/d%02d/dev".formatted(number), "x"));
        put("/db-promote/top", "x");

        assertThat(aws.client
                        .getParametersByPath(request -> request.path("/db-promote"))
                        .parameters())
                .extracting(Parameter::name)
                .containsExactly("/db-promote/top");
        GetParametersByPathResponse first = aws.client.getParametersByPath(
                request -> request.path("/db-promote").recursive(true));
        assertThat(first.parameters()).hasSize(10);
        assertThat(aws
                        .client
                        .getParametersByPathPaginator(request ->
                                request.path("/db-promote/").recursive(true).maxResults(7))
                        .stream()
                        .flatMap(page -> page.parameters().stream()))
                .hasSize(26);
        assertThatThrownBy(() -> aws.client.getParametersByPath(
                        request -> request.path("/db-promote").nextToken("nonsense")))
                .isInstanceOf(InvalidNextTokenException.class);
        assertThatThrownBy(() -> aws.client.getParametersByPath(
                        request -> request.path("/db-promote").maxResults(11)))
                .hasMessageContaining("'maxResults' failed to satisfy constraint");
    }

    @Test
    void getParametersByPath_mayAnswerAnEmptyPageThatIsNotTheLast() throws IOException {
        aws.close();
        aws = new SsmFixture(state, new SsmSettings(SsmFixture.REGION, SsmFixture.ACCOUNT, 0, Optional.empty(), true));
        put("/db-promote/users/dev", "x");

        GetParametersByPathResponse first = aws.client.getParametersByPath(
                request -> request.path("/db-promote").recursive(true));

        assertThat(first.parameters()).isEmpty();
        assertThat(aws.client
                        .getParametersByPath(request ->
                                request.path("/db-promote").recursive(true).nextToken(first.nextToken()))
                        .parameters())
                .hasSize(1);
    }

    @Test
    void parameters_outliveARestart() throws IOException {
        put("/a/b", "kept");
        aws.close();

        aws = new SsmFixture(state, SsmFixture.SETTINGS);

        assertThat(aws.client
                        .getParameter(request -> request.name("/a/b"))
                        .parameter()
                        .value())
                .isEqualTo("kept");
    }
}
