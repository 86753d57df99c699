package io.github.dbpromote.flywayhost;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.model.Order;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The one jar that a host gets. */
@ExtendWith(SandboxExtension.class)
class RunnableJarIT {
    private static final Path JAR =
            Path.of(System.getProperty("flyway-host.jar")).toAbsolutePath();

    @TempDir
    Path directory;

    @Test
    void jar_migratesWithNothingAroundIt(Scene scene) throws Exception {
        Order order = scene.ordered(Map.of(
                "V1__größe.sql", "CREATE TABLE one (id int, \"größe\" text DEFAULT 'groß');\n",
                "V2__index.sql", "CREATE INDEX CONCURRENTLY one_id ON one (id);\n"));
        Path output = directory.resolve("output");
        Process process = scene.start(order, Duration.ofMinutes(2), output, List.of("-jar", JAR.toString()));

        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(output).content().startsWith("claimed " + order.deployment()).contains("applying 1 größe … done in");
        assertThat(process.exitValue()).isZero();
        assertThat(scene.receipt(order).applied()).containsExactly("V1__größe.sql", "V2__index.sql");
    }

    @Test
    void jar_holdsWhatTheSandboxAndTheAgentLookFor() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            List<String> names = Collections.list(jar.entries()).stream()
                    .map(JarEntry::getName)
                    .toList();
            assertThat(names)
                    .contains("db-promote/documents/migrate.json")
                    .contains("db-promote/documents/inspect.json")
                    .contains("db-promote/documents/repair.json")
                    .doesNotHaveDuplicates()
                    .noneMatch(name -> name.matches("META-INF/.*\\.(SF|DSA|RSA)"))
                    .noneMatch(name -> name.startsWith("io/netty/") || name.startsWith("org/apache/http/"));
            assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class"))
                    .isEqualTo(Main.class.getName());
        }
    }
}
