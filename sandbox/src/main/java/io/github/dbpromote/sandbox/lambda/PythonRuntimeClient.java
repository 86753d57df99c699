package io.github.dbpromote.sandbox.lambda;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A runtime client for Python, as small as one can be: what AWS offers has to be compiled where it runs. */
final class PythonRuntimeClient {
    private static final String CLIENT = "runtime_client.py";

    private PythonRuntimeClient() {}

    /** @param directory takes the client */
    static List<String> command(FunctionRuntime.Python python, Path directory) throws IOException {
        Path client = Files.createDirectories(directory).resolve(CLIENT);
        try (InputStream content = PythonRuntimeClient.class.getResourceAsStream(CLIENT)) {
            Files.copy(content, client);
        }
        // Unbuffered, so that the log has what was printed before the line that ends the invocation.
        return List.of(python.interpreter().toString(), "-u", client.toString(), python.handler());
    }
}
