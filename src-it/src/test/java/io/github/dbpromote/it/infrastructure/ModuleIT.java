package io.github.dbpromote.it.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What Terraform itself has to say of the module; it needs no account and no emulator for that. */
@Tag("infrastructure")
class ModuleIT {
    @Test
    @Timeout(300)
    void everyFile_isFormattedAsTerraformFormats() {
        assertThat(Terraform.in(Checkout.of("formatted").module()).run("fmt", "-check", "-recursive", "-diff"))
                .isEqualTo(new Terraform.Run(0, ""));
    }

    @Test
    @Timeout(300)
    void moduleAndExample_areValid() {
        Checkout checkout = Checkout.of("valid");
        for (Terraform terraform :
                new Terraform[] {Terraform.in(checkout.module()), Terraform.in(checkout.example())}) {
            terraform.init();
            assertThat(terraform.call("validate", "-no-color")).contains("The configuration is valid.");
        }
    }

    @Test
    @Timeout(300)
    void theCallInTheReadme_isValid() throws IOException {
        Checkout checkout = Checkout.of("readme");
        Matcher call = Pattern.compile("(?s)```hcl\n(.*?)```")
                .matcher(Files.readString(checkout.module().resolve("README.md")));
        assertThat(call.find()).isTrue();
        String configuration = call.group(1).replaceFirst("source = \"[^\"]+\"", "source = \"../infrastructure\"");
        Path caller = Files.createDirectories(checkout.root().resolve("caller"));
        Files.writeString(caller.resolve("main.tf"), configuration);
        checkout.withPrograms(caller);

        Terraform terraform = Terraform.in(caller);
        terraform.init();
        assertThat(terraform.call("validate", "-no-color")).contains("The configuration is valid.");
    }

    @Test
    @Timeout(300)
    void theModulesOwnTests_pass() throws IOException {
        Checkout checkout = Checkout.of("tested");
        checkout.withPrograms(checkout.module().resolve("tests"));
        Terraform terraform = Terraform.in(checkout.module());
        terraform.init();

        assertThat(terraform.call("test", "-no-color")).containsPattern("Success! \\d+ passed, 0 failed\\.");
    }
}
