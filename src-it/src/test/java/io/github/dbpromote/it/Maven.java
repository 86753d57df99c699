package io.github.dbpromote.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Maven itself, as a person calls it in a folder. */
final class Maven {
    static final Path ROOT = Path.of(System.getProperty("it.root"));
    static final Path MODULE = Path.of(System.getProperty("it.module"));
    static final Path WORK = MODULE.resolve("target/it");
    static final String VERSION = System.getProperty("it.version");
    static final String REPOSITORY = System.getProperty("it.repository");

    private Maven() {}

    /**
     * What a call printed.
     *
     * @param output standard output and error together, as a person sees them
     */
    record Run(int exitCode, String output) {
        boolean succeeded() {
            return exitCode == 0;
        }
    }

    static Run run(Path folder, String... arguments) {
        List<String> command = new ArrayList<>(List.of(executable(), "-B", "-Dmaven.repo.local=" + REPOSITORY));
        command.addAll(Arrays.asList(arguments));
        return call(folder, command);
    }

    /** Any command, with the JDK of this build and without what would colour or change Maven's behaviour. */
    static Run call(Path folder, List<String> command) {
        try {
            Files.createDirectories(WORK);
            Path output = Files.createTempFile(WORK, "output", ".log");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(output.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("MAVEN_") || name.startsWith("AWS_"));
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            int exitCode = builder.start().waitFor();
            // Some Maven builds reset the terminal's colours at their end even where there is no terminal.
            return new Run(
                    exitCode, Files.readString(output, StandardCharsets.UTF_8).replace("\u001b[0m", ""));
        } catch (IOException e) {
            throw new IllegalStateException("could not run " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + command, e);
        }
    }

    static String executable() {
        return Path.of(System.getProperty("it.maven.home"), "bin", "mvn").toString();
    }
}
