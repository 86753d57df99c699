package io.github.dbpromote.plugin.sandbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Another JVM that does with a sandbox what a Maven does, and can be killed. */
final class OtherMaven implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;

    private OtherMaven(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OtherMaven.class.getName()));
        command.addAll(arguments);
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        output = process.inputReader();
    }

    /** One that holds a launch lock; it does so when this returns. */
    static OtherMaven holding(Path file) throws IOException {
        OtherMaven other = new OtherMaven(List.of("hold", file.toString()));
        other.nextLine();
        return other;
    }

    /** One that starts or joins the sandbox of a state directory, and then works on. */
    static OtherMaven joining(Path state, SandboxFiles files) throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of("join", state.toString(), files.flywayHost().toString()));
        files.classPath().forEach(jar -> arguments.add(jar.toString()));
        return new OtherMaven(arguments);
    }

    /** Waits for what it joined: {@code <pid> <endpoint>}. */
    String joined() throws IOException {
        String line = nextLine();
        while (!line.matches("\\d+ http:.*")) {
            line = nextLine();
        }
        return line;
    }

    /** Waits for the next line of its log. */
    String logged() throws IOException {
        return nextLine();
    }

    private String nextLine() throws IOException {
        String line = output.readLine();
        if (line == null) {
            throw new IOException("the other Maven has ended");
        }
        return line;
    }

    /** As kill -9 does it. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() throws IOException {
        kill();
        output.close();
    }

    /** What the other JVM runs. */
    public static void main(String[] args) throws Exception {
        if (args[0].equals("hold")) {
            new LaunchLock(Path.of(args[1])).holding(() -> workOn("held"));
        } else {
            List<Path> jars = Arrays.stream(args).skip(3).map(Path::of).toList();
            SandboxFiles files = new SandboxFiles(jars.get(0), jars.subList(1, jars.size()), Path.of(args[2]));
            RunningSandbox sandbox = new SandboxLauncher(Path.of(args[1]), () -> files, System.out::println).join();
            workOn(sandbox.describe().pid() + " " + sandbox.endpoint());
        }
    }

    /** Says what was done, and then does nothing until it is killed. */
    private static Path workOn(String done) {
        System.out.println(done);
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Path.of("");
    }
}
