package io.github.dbpromote.relay;

import io.github.dbpromote.sandbox.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives each test a database of its own, in one sandbox for all of them. */
final class SceneExtension implements ParameterResolver, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(SceneExtension.class);
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private record Shared(Sandbox sandbox, Path state) implements AutoCloseable {
        static Shared start() {
            try {
                Path state = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "sandbox-");
                Path flywayHost = Path.of(System.getProperty("flyway-host.jar"));
                return new Shared(Sandbox.at(state).flywayHost(flywayHost).start(), state);
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
        Sandbox sandbox = context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(Shared.class, key -> Shared.start(), Shared.class)
                .sandbox();
        return context.getStore(NAMESPACE)
                .computeIfAbsent(
                        Scene.class, key -> new Scene(sandbox, "users" + DATABASES.incrementAndGet()), Scene.class);
    }

    /** Before the store closes it, so that one test's events do not wake the next one's relay. */
    @Override
    public void afterEach(ExtensionContext context) {
        Scene scene = context.getStore(NAMESPACE).remove(Scene.class, Scene.class);
        if (scene != null) {
            scene.close();
        }
    }
}
