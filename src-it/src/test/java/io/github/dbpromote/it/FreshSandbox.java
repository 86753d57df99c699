package io.github.dbpromote.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Lets the scenarios of one test run share a sandbox that was empty at its beginning, and stops it at its end. */
final class FreshSandbox implements BeforeAllCallback, AutoCloseable {
    private final SharedSandbox sandbox = new SharedSandbox();

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot()
                .getStore(ExtensionContext.Namespace.create(FreshSandbox.class))
                .computeIfAbsent(FreshSandbox.class, key -> emptied(), FreshSandbox.class);
    }

    private static FreshSandbox emptied() {
        FreshSandbox fresh = new FreshSandbox();
        fresh.close();
        delete(SharedSandbox.DIRECTORY);
        delete(Maven.WORK);
        return fresh;
    }

    @Override
    public void close() {
        sandbox.stop();
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new IllegalStateException("could not empty " + folder, e);
        }
    }
}
