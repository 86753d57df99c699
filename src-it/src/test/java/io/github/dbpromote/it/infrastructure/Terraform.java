package io.github.dbpromote.it.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Terraform, as a person calls it in a folder. */
public final class Terraform {
    private final Path program = Tools.require("terraform");
    private final Path folder;
    private final Map<String, String> environment;

    private Terraform(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = environment;
    }

    public static Terraform in(Path folder) {
        return new Terraform(folder, Map.of());
    }

    /** With an emulator in place of AWS. */
    static Terraform in(Path folder, URI aws) {
        return new Terraform(
                folder,
                Map.of(
                        "AWS_ENDPOINT_URL", aws.toString(),
                        "AWS_ACCESS_KEY_ID", "test",
                        "AWS_SECRET_ACCESS_KEY", "test"));
    }

    /** What a call printed, standard output and error together. */
    record Run(int exitCode, String output) {}

    /** Calls it and expects that it succeeds. */
    public String call(String... arguments) {
        Run run = run(arguments);
        assertThat(run.exitCode())
                .as("terraform " + String.join(" ", arguments) + "\n" + run.output())
                .isZero();
        return run.output();
    }

    /** Finds the provider in this machine's mirror, or else where Terraform finds it. */
    public void init() {
        List<String> arguments = new ArrayList<>(List.of("init", "-input=false", "-no-color"));
        Tools.providerMirror().ifPresent(mirror -> arguments.add("-plugin-dir=" + mirror));
        call(arguments.toArray(String[]::new));
    }

    /** What {@code terraform show -json} tells of a plan's file, or of the state. */
    JsonNode show(String... planFile) {
        try {
            Path json = Files.createTempFile(folder, "show", ".json");
            List<String> arguments = Stream.concat(Stream.of("show", "-json"), Stream.of(planFile))
                    .toList();
            Process process = builder(arguments)
                    .redirectOutput(json.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            assertThat(end(process)).isZero();
            return JsonMapper.shared().readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Run run(String... arguments) {
        try {
            Path output = Files.createTempFile(folder, "output", ".log");
            Process process = builder(List.of(arguments))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            return new Run(end(process), Files.readString(output));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without what would lead it to an account of somebody's. */
    private ProcessBuilder builder(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        Map<String, String> variables = builder.environment();
        variables.keySet().removeIf(name -> name.startsWith("AWS_") || name.startsWith("TF_VAR_"));
        variables.computeIfPresent(
                "TF_CLI_CONFIG_FILE",
                (name, file) -> Optional.of(file)
                        .filter(path -> Files.isReadable(Path.of(path)))
                        .orElse(null));
        variables.put("AWS_EC2_METADATA_DISABLED", "true");
        variables.put("TF_IN_AUTOMATION", "true");
        variables.put("CHECKPOINT_DISABLE", "true");
        variables.putAll(environment);
        return builder;
    }

    private static int end(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Terraform ran", e);
        }
    }
}
