package io.github.dbpromote.flywayhost;

import io.github.dbpromote.sandbox.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives each test a database of its own, in one sandbox for all that run in the same JVM. */
final class SandboxExtension implements ParameterResolver {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private record Shared(Sandbox sandbox, Path state) implements AutoCloseable {
        static Shared start() {
            try {
                Path state = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "sandbox-");
                return new Shared(Sandbox.at(state).start(), state);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            sandbox.close();
            try (Stream<Path> files = Files.walk(state)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Scene.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Shared shared = context.getStore(
                        ExtensionContext.StoreScope.LAUNCHER_SESSION,
                        ExtensionContext.Namespace.create(SandboxExtension.class))
                .computeIfAbsent(Shared.class, key -> Shared.start(), Shared.class);
        return new Scene(shared.sandbox(), "db" + DATABASES.incrementAndGet());
    }
}
