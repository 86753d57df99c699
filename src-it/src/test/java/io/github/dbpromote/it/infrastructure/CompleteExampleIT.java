package io.github.dbpromote.it.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** The complete example, applied as users apply it, against an emulator of AWS that nobody here wrote. */
@Tag("infrastructure")
class CompleteExampleIT {
    /** Most of the time Terraform waits before it looks again. */
    private static final String PARALLEL = "-parallelism=30";

    private static final Pattern ADDED = Pattern.compile("Apply complete! Resources: (\\d+) added");

    @Test
    @Timeout(900)
    void theExample_comesFromAnEmptyAccount_isThenUnchanged_andGoesWithoutALeftover() throws Exception {
        Checkout checkout = Checkout.of("complete-example").forMoto();
        checkout.withPrograms(checkout.example());
        try (MotoServer moto = MotoServer.start(checkout.root(), checkout.images())) {
            Terraform terraform = Terraform.in(checkout.example(), moto.address());
            terraform.init();

            String applied = terraform.call("apply", "-auto-approve", "-input=false", "-no-color", PARALLEL);
            assertThat(applied).contains("mvn db:publish");
            theDocumentationCountsAsMuch(applied);
            JsonNode state = terraform.show();
            theHostsSetupsAreScripts(checkout.root(), state);
            everyTriggerCallsTheAlias(state);

            // With changes it would end with 2.
            assertThat(terraform.call("plan", "-detailed-exitcode", "-input=false", "-no-color"))
                    .contains("No changes.");

            assertThat(terraform.call("destroy", "-auto-approve", "-input=false", "-no-color", PARALLEL))
                    .contains("Destroy complete!");
            assertThat(terraform.show().at("/values/root_module").isMissingNode())
                    .isTrue();
        }
    }

    private static void theDocumentationCountsAsMuch(String applied) throws IOException {
        Matcher resources = ADDED.matcher(applied);
        assertThat(resources.find()).as(applied).isTrue();
        assertThat(Files.readString(Checkout.SOURCE.resolve("docs/infrastructure.md")))
                .contains("Plan: " + resources.group(1) + " to add")
                .contains("Resources: " + resources.group(1) + " destroyed");
    }

    /** They hold what clusters are called that were not there before. */
    private static void theHostsSetupsAreScripts(Path folder, JsonNode state) throws Exception {
        List<String> setups = ofType(state, "aws_launch_template")
                .map(template -> new String(
                        Base64.getDecoder()
                                .decode(template.at("/values/user_data").asString()),
                        StandardCharsets.UTF_8))
                .toList();
        assertThat(setups).hasSize(3);
        for (String setup : setups) {
            assertThat(setup)
                    .contains("\nflyway.url=jdbc:postgresql://acme-users-")
                    .contains("\ndbPromote.passwordFrom=rds-iam\n")
                    .doesNotContain("assword=")
                    .endsWith("\n");
            Path script = Files.writeString(folder.resolve("setup.sh"), setup);
            Process parsed = new ProcessBuilder("bash", "-n", script.toString())
                    .inheritIO()
                    .start();
            assertThat(parsed.waitFor()).isZero();
        }
    }

    /** SnapStart is for published versions alone. */
    private static void everyTriggerCallsTheAlias(JsonNode state) {
        Stream<String> rules = ofType(state, "aws_cloudwatch_event_target")
                .map(rule -> rule.at("/values/arn").asString());
        Stream<String> schedules = ofType(state, "aws_scheduler_schedule")
                .map(schedule -> schedule.at("/values/target/0/arn").asString());

        assertThat(Stream.concat(rules, schedules).toList())
                .hasSizeGreaterThan(10)
                .allMatch(arn -> arn.endsWith("-relay:live"));
    }

    private static Stream<JsonNode> ofType(JsonNode state, String type) {
        return state.at("/values/root_module/child_modules/0/resources")
                .valueStream()
                .filter(resource -> resource.path("type").asString().equals(type));
    }
}
