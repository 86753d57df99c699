package io.github.dbpromote.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The Python of this machine in which a function can import boto3. */
record Python(Path interpreter, String version, String boto3) {
    /** The program itself, for what stands on the path may be a script that looks for it. */
    private static final String TELL =
            "import sys, platform, boto3; print(sys.executable, platform.python_version(), boto3.__version__, sep='\\n')";

    /** Without what a person has installed in the home directory, which a function does not see. */
    static Optional<Python> find() {
        try {
            Process process = new ProcessBuilder("python3", "-s", "-c", TELL)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            List<String> told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return told.size() == 3
                    ? Optional.of(new Python(Path.of(told.get(0)), told.get(1), told.get(2)))
                    : Optional.empty();
        } catch (IOException notThere) {
            return Optional.empty();
        }
    }
}
