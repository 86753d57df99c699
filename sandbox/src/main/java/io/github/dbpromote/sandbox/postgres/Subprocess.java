package io.github.dbpromote.sandbox.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A short-lived program that was run to its end: its exit code, and standard output and error together. */
record Subprocess(int exitCode, String output) {

    /** Runs a program with a minimal environment; a program that does not exist counts as exit code 127, as in a shell. */
    static Subprocess run(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        minimalEnvironment(builder);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Subprocess(process.waitFor(), output.strip());
        } catch (IOException e) {
            return new Subprocess(127, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PostgresException("Interrupted while running " + command.get(0) + ".", e);
        }
    }

    /** PG* variables of the caller (PGDATA, PGPORT, …) would otherwise steer initdb and the server. */
    static void minimalEnvironment(ProcessBuilder builder) {
        String path = builder.environment().getOrDefault("PATH", "/usr/bin:/bin");
        builder.environment().clear();
        builder.environment().put("PATH", path + ":/usr/sbin:/sbin");
        builder.environment().put("LC_ALL", "C");
    }

    boolean succeeded() {
        return exitCode == 0;
    }
}
