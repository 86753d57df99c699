package io.github.dbpromote.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Maven itself, as a person calls it in a folder. */
final class Maven {
    static final Path ROOT = Path.of(System.getProperty("it.root"));
    static final Path MODULE = Path.of(System.getProperty("it.module"));
    static final Path WORK = MODULE.resolve("target/it");
    static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));
    static final String VERSION = System.getProperty("it.version");
    static final String REPOSITORY = System.getProperty("it.repository");

    /** A call ends before Java's second compiler has earned its keep: half of the processor's time. */
    private static final String FOR_A_SHORT_LIFE = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

    private Maven() {}

    /**
     * What a call printed.
     *
     * @param output what was asked for: standard output, or that and standard error together
     */
    record Run(int exitCode, String output) {
        boolean succeeded() {
            return exitCode == 0;
        }
    }

    /** Any command, with the JDK of this build; standard output and error together. */
    static Run call(Path folder, List<String> command) {
        return call(folder, JAVA_HOME, command);
    }

    static Run call(Path folder, Path javaHome, List<String> command) {
        Run run = run(builder(folder, javaHome, command).redirectErrorStream(true));
        // Some Maven builds reset the terminal's colours at their end even where there is no terminal.
        return new Run(run.exitCode(), run.output().replace("\u001b[0m", ""));
    }

    /** With standard output alone and as it is, as a pipe gets it. */
    static Run answer(Path folder, Path javaHome, List<String> command) {
        return run(builder(folder, javaHome, command).redirectError(ProcessBuilder.Redirect.DISCARD));
    }

    /** Without what would colour or change Maven's behaviour. */
    private static ProcessBuilder builder(Path folder, Path javaHome, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("MAVEN_") || name.startsWith("AWS_"));
        builder.environment().put("JAVA_HOME", javaHome.toString());
        builder.environment().put("MAVEN_OPTS", FOR_A_SHORT_LIFE);
        return builder;
    }

    /** A call that goes on meanwhile; standard output and error together. */
    static Running start(Path folder, Path javaHome, List<String> command) {
        return start(builder(folder, javaHome, withInterruptions(command)).redirectErrorStream(true));
    }

    /** What a shell without job control starts in the background ignores Ctrl-C, and all that it starts as well. */
    private static List<String> withInterruptions(List<String> command) {
        boolean linux = System.getProperty("os.name").startsWith("Linux");
        return Stream.concat(linux ? Stream.of("env", "--default-signal=INT") : Stream.empty(), command.stream())
                .toList();
    }

    private static Run run(ProcessBuilder builder) {
        return start(builder).end();
    }

    private static Running start(ProcessBuilder builder) {
        try {
            Files.createDirectories(WORK);
            Path output = Files.createTempFile(WORK, "output", ".log");
            return new Running(builder.redirectOutput(output.toFile()).start(), output);
        } catch (IOException e) {
            throw new IllegalStateException("could not run " + builder.command(), e);
        }
    }

    /** A call that has begun. */
    record Running(Process process, Path file) {
        /** What it has printed so far. */
        String output() {
            try {
                return Files.readString(file, StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Ctrl-C. */
        void interrupt() throws IOException, InterruptedException {
            new ProcessBuilder("sh", "-c", "kill -s INT " + process.pid())
                    .start()
                    .waitFor();
        }

        Run end() {
            try {
                return new Run(process.waitFor(), output());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while Maven ran", e);
            }
        }
    }
}
