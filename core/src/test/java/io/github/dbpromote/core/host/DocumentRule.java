package io.github.dbpromote.core.host;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What Systems Manager and its agent demand of a document, or do silently otherwise than it says. */
enum DocumentRule {
    /** The service's limit for a document. */
    AT_MOST_64_KB(document -> document.toString().getBytes(StandardCharsets.UTF_8).length <= 65_536),

    /** Older ones know neither steps of this kind nor preconditions. */
    SCHEMA_OF_STEPS(document -> text(document, "schemaVersion").equals("2.2")),

    /** The deployment's id is all that a caller can choose. */
    ONE_PARAMETER(document -> document.getAsJsonObject("parameters").keySet().equals(Set.of("deployment"))),

    ONE_TEXT(document ->
            parameters(document).allMatch(parameter -> text(parameter, "type").equals("String"))),

    /** What nobody gave must not be run. */
    NO_DEFAULT(document -> parameters(document).noneMatch(parameter -> parameter.has("default"))),

    /** The agent only looks for the pattern somewhere in the value. */
    ANCHORED(document -> parameters(document)
            .map(parameter -> text(parameter, "allowedPattern"))
            .allMatch(pattern -> pattern.startsWith("^") && pattern.endsWith("$"))),

    ONLY_IDS(document -> parameters(document)
            .map(parameter -> Pattern.compile(text(parameter, "allowedPattern")))
            .allMatch(pattern -> pattern.matcher("d-20261122-054610-hxfe8gsq").find()
                    && DocumentRule.notIds().noneMatch(id -> pattern.matcher(id).find()))),

    /** An agent that does not know the member pastes the value as ever. */
    NO_INTERPOLATION_TYPE(document -> parameters(document).noneMatch(parameter -> parameter.has("interpolationType"))),

    /** A step that fails or times out does not stop those after it. */
    ONE_STEP(document -> document.getAsJsonArray("mainSteps").size() == 1),

    SHELL_SCRIPT(document -> text(step(document), "action").equals("aws:runShellScript")),

    LINUX_ONLY(document ->
            step(document).toString().contains("\"precondition\":{\"StringEquals\":[\"platformType\",\"Linux\"]}")),

    /** It becomes part of the keys and streams of the output. */
    NAMED_STEP(document -> text(step(document), "name").matches("[a-zA-Z0-9_.-]{1,128}")),

    /** Outside of this range the agent silently takes an hour. */
    TIME_LIMIT_THAT_THE_AGENT_OBEYS(document -> seconds(document) >= 5 && seconds(document) <= 172_800),

    /** The host stops itself before that, so that even a time-out leaves a receipt. */
    HOST_KNOWS_THE_TIME_LIMIT(document -> script(document).endsWith(" " + seconds(document))),

    /** The agent waits for, kills, and tells the exit code of what it started: so that is the program itself. */
    PROGRAM_TAKES_THE_SHELLS_PLACE(
            document -> script(document).startsWith("exec flyway-host " + text(step(document), "name") + " ")),

    ONE_LINE(document -> commands(document).size() == 1 && !script(document).contains("\n")),

    /** The agent pastes the value as text before the shell sees it. */
    PASTED_BETWEEN_QUOTES(
            document -> script(document).replace("'{{ deployment }}'", "").matches("[^{}]*")
                    && script(document).contains("'{{ deployment }}'")),

    /** Without HOME, with a PATH of the agent's: nothing may depend on the surroundings. */
    NOTHING_FOR_THE_SHELL_TO_EXPAND(document -> script(document).matches("[^$`~*?;&|<>()\\\\\"]*")),

    /** They reboot the host, skip what follows, or read as a time-out. */
    NO_EXIT_CODE_OF_THE_AGENTS(document -> Stream.of("194", "168", "169", "137")
            .noneMatch(code -> script(document).matches(".*\\bexit " + code + "\\b.*"))),

    /** A template of which something was not replaced. */
    NOTHING_LEFT_TO_REPLACE(document -> !document.toString().contains("@"));

    // Each is a lambda that holds nothing.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Predicate<JsonObject> kept;

    DocumentRule(Predicate<JsonObject> kept) {
        this.kept = kept;
    }

    /** The rules that a document breaks. */
    static List<DocumentRule> brokenBy(JsonObject document) {
        return Arrays.stream(values()).filter(rule -> !rule.kept.test(document)).toList();
    }

    /** What would end the quotes, begin another command, or name another place. */
    private static Stream<String> notIds() {
        return Stream.of(
                "d-12345678'; reboot; '",
                "d-12345678\nreboot",
                "x d-12345678",
                "d-../../12345678",
                "d-1",
                "d-$(id)5678",
                "");
    }

    private static Stream<JsonObject> parameters(JsonObject document) {
        return document.getAsJsonObject("parameters").entrySet().stream()
                .map(parameter -> parameter.getValue().getAsJsonObject());
    }

    private static JsonObject step(JsonObject document) {
        return document.getAsJsonArray("mainSteps").get(0).getAsJsonObject();
    }

    private static JsonObject inputs(JsonObject document) {
        return step(document).getAsJsonObject("inputs");
    }

    private static int seconds(JsonObject document) {
        String text = text(inputs(document), "timeoutSeconds");
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
    }

    private static List<String> commands(JsonObject document) {
        return inputs(document).getAsJsonArray("runCommand").asList().stream()
                .map(JsonElement::getAsString)
                .toList();
    }

    private static String script(JsonObject document) {
        return String.join("\n", commands(document));
    }

    private static String text(JsonObject object, String member) {
        return object.has(member) ? object.get(member).getAsString() : "";
    }
}
