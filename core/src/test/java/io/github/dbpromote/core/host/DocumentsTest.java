package io.github.dbpromote.core.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.dbpromote.core.model.Action;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The documents that hosts are told by, against each rule of Systems Manager, each of which is broken once to see that it counts. */
class DocumentsTest {
    private static final String PATTERN = "\"^d-[0-9a-z-]{8,40}$\"";
    private static final String ID = "'{{ deployment }}'";

    @ParameterizedTest
    @EnumSource(Action.class)
    void everyDocumentThatIsShipped_keepsEveryRule(Action action) {
        assertThat(DocumentRule.brokenBy(parsed(shipped(action)))).isEmpty();
        assertThat(shipped(action))
                .contains("exec flyway-host " + action.word() + " 'users' 'qa' " + ID + " 36000")
                .contains("\"timeoutSeconds\": \"36000\"");
    }

    @ParameterizedTest(name = "{0}: {1} becomes {2}")
    @MethodSource("changes")
    void aDocumentThatBreaksARule_isFoundOut(DocumentRule rule, String text, String change) {
        String original = shipped(Action.MIGRATE);
        assertThat(original).contains(text);

        assertThat(DocumentRule.brokenBy(parsed(original.replace(text, change))))
                .contains(rule);
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                change(DocumentRule.AT_MOST_64_KB, "The id of", "x".repeat(65_536)),
                change(DocumentRule.SCHEMA_OF_STEPS, "\"2.2\"", "\"1.2\""),
                change(
                        DocumentRule.ONE_PARAMETER,
                        "\"parameters\": {",
                        "\"parameters\": {\"url\": {\"type\": \"String\"},"),
                change(DocumentRule.ONE_TEXT, "\"type\": \"String\"", "\"type\": \"StringList\""),
                change(
                        DocumentRule.NO_DEFAULT,
                        "\"type\": \"String\",",
                        "\"type\": \"String\", \"default\": \"d-12345678\","),
                change(DocumentRule.ANCHORED, PATTERN, "\"d-[0-9a-z-]{8,40}\""),
                change(DocumentRule.ONLY_IDS, PATTERN, "\"^d-.*$\""),
                change(DocumentRule.ONLY_IDS, PATTERN, "\"^e-[0-9a-z-]{8,40}$\""),
                change(
                        DocumentRule.NO_INTERPOLATION_TYPE,
                        "\"type\": \"String\",",
                        "\"type\": \"String\", \"interpolationType\": \"ENV_VAR\","),
                change(
                        DocumentRule.ONE_STEP,
                        "\"mainSteps\": [",
                        "\"mainSteps\": [{\"action\": \"aws:runShellScript\", \"name\": \"first\", \"inputs\":"
                                + " {\"timeoutSeconds\": \"60\", \"runCommand\": [\"true\"]}},"),
                change(DocumentRule.SHELL_SCRIPT, "aws:runShellScript", "aws:runPowerShellScript"),
                change(DocumentRule.LINUX_ONLY, "\"Linux\"", "\"Windows\""),
                change(DocumentRule.NAMED_STEP, "\"name\": \"migrate\"", "\"name\": \"migrate it\""),
                change(DocumentRule.TIME_LIMIT_THAT_THE_AGENT_OBEYS, "36000", "172801"),
                change(DocumentRule.TIME_LIMIT_THAT_THE_AGENT_OBEYS, "36000", "4"),
                change(DocumentRule.TIME_LIMIT_THAT_THE_AGENT_OBEYS, "36000", "PT10H"),
                change(DocumentRule.HOST_KNOWS_THE_TIME_LIMIT, " 36000\"]", " 3600\"]"),
                change(DocumentRule.PROGRAM_TAKES_THE_SHELLS_PLACE, "exec ", ""),
                change(DocumentRule.PROGRAM_TAKES_THE_SHELLS_PLACE, "flyway-host migrate", "flyway-host repair"),
                change(DocumentRule.ONE_LINE, "\"runCommand\": [", "\"runCommand\": [\"true\", "),
                change(DocumentRule.PASTED_BETWEEN_QUOTES, ID, "{{ deployment }}"),
                change(DocumentRule.PASTED_BETWEEN_QUOTES, ID, "'{{ url }}'"),
                change(DocumentRule.PASTED_BETWEEN_QUOTES, ID, "'d-12345678'"),
                change(DocumentRule.NOTHING_FOR_THE_SHELL_TO_EXPAND, "'qa'", "$STAGE"),
                change(DocumentRule.NOTHING_FOR_THE_SHELL_TO_EXPAND, "'qa'", "~"),
                change(DocumentRule.NO_EXIT_CODE_OF_THE_AGENTS, "36000\"]", "36000 || exit 194\"]"),
                change(DocumentRule.NOTHING_LEFT_TO_REPLACE, "'qa'", "'@environment@'"));
    }

    private static Arguments change(DocumentRule rule, String text, String change) {
        return Arguments.of(rule, text, change);
    }

    @Test
    void everyRule_isBrokenByAtLeastOneChange() {
        List<Object> broken = changes().map(change -> change.get()[0]).toList();

        assertThat(broken).containsAll(Arrays.asList(DocumentRule.values()));
    }

    private static JsonObject parsed(String json) {
        return JsonParser.parseString(json).getAsJsonObject();
    }

    /** As infrastructure makes it of the template. */
    private static String shipped(Action action) {
        String resource = "/db-promote/documents/" + action.word() + ".json";
        try (InputStream template = DocumentsTest.class.getResourceAsStream(resource)) {
            return new String(template.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .collect(Collectors.joining("\n"))
                    .replace("@database@", "users")
                    .replace("@environment@", "qa")
                    .replace("@executionTimeoutSeconds@", "36000");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
