package io.github.dbpromote.it.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The module's README against its variables and outputs, which need no Terraform to be read. */
class ModuleReadmeIT {
    private static final Path MODULE = Checkout.SOURCE.resolve("infrastructure");
    private static final Pattern VARIABLE = Pattern.compile("(?ms)^variable \"([^\"]+)\" \\{\\n(.*?)^}$");
    private static final Pattern OUTPUT = Pattern.compile("(?m)^output \"([^\"]+)\" \\{\\n +description = \"(.*)\"$");
    private static final Pattern LONG_DESCRIPTION = Pattern.compile("(?ms)^  description = <<-EOT\\n(.*?)^  EOT$");
    private static final Pattern DESCRIPTION = Pattern.compile("(?m)^  description = \"(.*)\"$");
    private static final Pattern TYPE = Pattern.compile("(?ms)^  type *= (.*?)(?=^  (?:default|validation)\\b|\\z)");
    private static final Pattern ATTRIBUTE = Pattern.compile("(?m)^ {4,}([a-z_0-9]+) *= ");
    private static final Pattern DOCUMENTED = Pattern.compile("(?m)^ +- `([a-z_0-9]+)`: .+\\.$");

    @Test
    void everyVariable_isInTheReadmeWithItsAttributes_inTheOrderOfTheFile() throws IOException {
        String rows = VARIABLE.matcher(read("variables.tf"))
                .results()
                .map(variable -> row(variable.group(1), variable.group(2)))
                .collect(Collectors.joining());

        assertThat(rows).contains("`environments`").contains("`promotes_from`");
        assertThat(read("README.md")).contains("| --- | --- | --- | --- |\n" + rows + "\n");
    }

    @Test
    void everyAttribute_hasASentenceOfItsOwn() throws IOException {
        for (MatchResult variable :
                VARIABLE.matcher(read("variables.tf")).results().toList()) {
            String body = variable.group(2);
            Matcher type = TYPE.matcher(body);
            assertThat(type.find()).as("type of " + variable.group(1)).isTrue();

            assertThat(matches(DOCUMENTED, body))
                    .as("attributes of " + variable.group(1))
                    .containsExactlyElementsOf(matches(ATTRIBUTE, type.group(1)));
        }
    }

    @Test
    void everyOutput_isInTheReadme_inTheOrderOfTheFile() throws IOException {
        String outputs = read("outputs.tf");
        String rows = OUTPUT.matcher(outputs)
                .results()
                .map(output -> "| `%s` | %s |%n".formatted(output.group(1), output.group(2)))
                .collect(Collectors.joining());

        assertThat(rows.lines()).hasSize(outputs.split("(?m)^output ", -1).length - 1);
        assertThat(read("README.md")).contains("| --- | --- |\n" + rows + "\n");
    }

    private static String row(String name, String body) {
        String attributes = matches(DOCUMENTED, body).stream()
                .distinct()
                .map(attribute -> "`" + attribute + "`")
                .collect(Collectors.joining(", "));
        return "| `%s` | %s |%s| %s |%n"
                .formatted(
                        name,
                        summary(name, body),
                        attributes.isEmpty() ? " " : " " + attributes + " ",
                        body.contains("\n  default ") ? "no" : "yes");
    }

    /** The description's first paragraph. */
    private static String summary(String name, String body) {
        Matcher lines = LONG_DESCRIPTION.matcher(body);
        if (lines.find()) {
            return lines.group(1).strip().lines().findFirst().orElseThrow();
        }
        Matcher line = DESCRIPTION.matcher(body);
        assertThat(line.find()).as("description of " + name).isTrue();
        return line.group(1);
    }

    private static List<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).toList();
    }

    private static String read(String file) throws IOException {
        return Files.readString(MODULE.resolve(file));
    }
}
