package io.github.dbpromote.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.it.infrastructure.Plan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What Terraform would make, made in the sandbox, with the plan's own names and texts. Databases, their secrets and the
 * machines are the sandbox's. Of the buckets it knows the names; their policies are for whoever judges the calls.
 */
final class PlannedInfrastructure {
    /** What the sandbox says in a host's configuration in place of the plan: everything else there is the plan's. */
    private static final Set<String> REPLACED = Set.of(
            // The plan's databases do not exist.
            "flyway.url",
            // Secrets Manager ends the ARN with six characters that nobody knows before.
            "dbPromote.passwordSecret");

    private static final Pattern CONFIGURATION = Pattern.compile(
            "(?ms)^cat > '/(etc/db-promote/[^']+)' <<'END-OF-CONFIGURATION'\\n(.*?)^END-OF-CONFIGURATION$");
    private static final Pattern CHECKSUM = Pattern.compile("(?m)^echo '([0-9a-f]{64})  /(opt/db-promote/[^']+)'");
    private static final Pattern SETTING = Pattern.compile("(?m)^([^=\n]+)=(.*)$");

    private final Plan plan;
    private final Path module;
    private final SharedSandbox sandbox;

    /** @param module the folder in which the plan was made */
    PlannedInfrastructure(Plan plan, Path module, SharedSandbox sandbox) {
        this.plan = plan;
        this.module = module;
        this.sandbox = sandbox;
    }

    /** Where the sandbox has the databases in their environments already. */
    void make() {
        plan.resources("aws_s3_bucket").forEach(bucket -> sandbox.createBucket(bucket.text("bucket")));
        plan.resources("aws_ssm_parameter")
                .forEach(parameter -> sandbox.putParameter(parameter.text("name"), parameter.text("insecure_value")));
        plan.resources("aws_ssm_document")
                .forEach(document -> sandbox.createDocument(
                        document.text("name"), JsonMapper.shared().readTree(document.text("content"))));
        plan.resources("aws_autoscaling_group").forEach(this::tagHost);
        plan.resources("aws_launch_template").forEach(this::configureHost);
        plan.resources("aws_lambda_function").forEach(this::putFunction);
        plan.resources("aws_cloudwatch_event_rule").forEach(this::putRule);
        plan.resources("aws_scheduler_schedule").forEach(this::putSchedule);
    }

    private void tagHost(Plan.Resource group) {
        String tag = group.values()
                .required("tag")
                .valueStream()
                .filter(each -> each.path("key").asString().equals("FlywayHost"))
                .filter(each -> each.path("propagate_at_launch").asBoolean())
                .map(each -> each.path("value").asString())
                .findFirst()
                .orElseThrow();
        sandbox.host(group.index(), "\"tag\": \"" + tag + "\"");
    }

    private void configureHost(Plan.Resource template) {
        String setup = new String(Base64.getDecoder().decode(template.text("user_data")), UTF_8);
        assertThat(CHECKSUM.matcher(setup).results())
                .singleElement()
                .satisfies(line -> assertThat(sha256(sandbox.fileOnHost(template.index(), line.group(2))))
                        .isEqualTo(line.group(1)));
        CONFIGURATION.matcher(setup).results().forEach(file -> {
            Path path = sandbox.fileOnHost(template.index(), file.group(1));
            write(path, configuration(file.group(2), read(path)));
        });
    }

    private static String configuration(String planned, String sandboxes) {
        Map<String, String> replacements = SETTING.matcher(sandboxes)
                .results()
                .filter(setting -> REPLACED.contains(setting.group(1)))
                .collect(Collectors.toMap(setting -> setting.group(1), setting -> setting.group(2)));
        return SETTING.matcher(planned)
                .results()
                .map(setting -> setting.group(1) + "=" + replacements.getOrDefault(setting.group(1), setting.group(2)))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private void putFunction(Plan.Resource function) {
        ObjectNode configuration = JsonMapper.shared().createObjectNode();
        configuration
                .put("code", module.resolve(function.text("filename")).toString())
                .put("handler", function.text("handler"))
                .put("timeout", "PT" + function.values().required("timeout").intValue() + "S")
                .put("memory", function.values().required("memory_size").intValue())
                .put("role", relays("aws_iam_role", role -> role.text("name")).get(function.index()))
                .put("snapStart", function.values().required("snap_start").size() == 1);
        configuration.set("environment", function.values().at("/environment/0/variables"));
        sandbox.control("PUT", "/functions/" + function.text("function_name"), configuration.toString());
    }

    private void putRule(Plan.Resource rule) {
        put("/rules/", rule, "pattern", JsonMapper.shared().readTree(rule.text("event_pattern")));
    }

    private void putSchedule(Plan.Resource schedule) {
        String input = schedule.values().at("/target/0/input").stringValue();
        put("/schedules/", schedule, "input", JsonMapper.shared().readTree(input));
    }

    private void put(String kind, Plan.Resource resource, String member, JsonNode value) {
        String environment = resource.index().substring(0, resource.index().indexOf('/'));
        String function = relays("aws_lambda_function", each -> each.text("function_name"))
                .get(environment);
        ObjectNode body = JsonMapper.shared().createObjectNode();
        body.set(member, value);
        body.putObject("target").put("function", function);
        sandbox.control("PUT", kind + resource.text("name"), body.toString());
    }

    /** By environment. */
    private Map<String, String> relays(String type, Function<Plan.Resource, String> name) {
        return plan.resources(type).stream()
                .filter(resource -> resource.name().equals("relay"))
                .collect(Collectors.toMap(Plan.Resource::index, name));
    }

    private static String sha256(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String content) {
        try {
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
