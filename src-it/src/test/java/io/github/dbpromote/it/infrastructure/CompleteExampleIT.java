package io.github.dbpromote.it.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** The complete example, applied as users apply it, against an emulator of AWS that nobody here wrote. */
@Tag("infrastructure")
class CompleteExampleIT {
    /** moto answers one at a time, and Terraform waits between its questions. */
    private static final String PARALLEL = "-parallelism=30";

    private static final Pattern ADDED = Pattern.compile("Apply complete! Resources: (\\d+) added");

    @Test
    @Timeout(900)
    void theExample_comesFromAnEmptyAccount_isThenUnchanged_andGoesWithoutALeftover() throws IOException {
        Checkout checkout = Checkout.of("complete-example").forMoto();
        checkout.withPrograms(checkout.example());
        try (MotoServer moto = MotoServer.start(checkout.root(), checkout.images())) {
            Terraform terraform = Terraform.in(checkout.example(), moto.address());
            terraform.init();

            String applied = terraform.call("apply", "-auto-approve", "-input=false", "-no-color", PARALLEL);
            assertThat(applied).contains("mvn db:publish");
            Matcher resources = ADDED.matcher(applied);
            assertThat(resources.find()).as(applied).isTrue();
            assertThat(Files.readString(Checkout.SOURCE.resolve("docs/infrastructure.md")))
                    .contains("Plan: " + resources.group(1) + " to add")
                    .contains("Resources: " + resources.group(1) + " destroyed");
            JsonNode state = terraform.show();
            assertThat(state.at("/values/root_module/child_modules/0/resources").size())
                    .isGreaterThan(150);

            // With changes it would end with 2.
            assertThat(terraform.call("plan", "-detailed-exitcode", "-input=false", "-no-color"))
                    .contains("No changes.");

            assertThat(terraform.call("destroy", "-auto-approve", "-input=false", "-no-color", PARALLEL))
                    .contains("Destroy complete!");
            assertThat(terraform.show().at("/values/root_module").isMissingNode())
                    .isTrue();
        }
    }
}
