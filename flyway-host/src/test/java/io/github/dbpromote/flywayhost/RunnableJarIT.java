package io.github.dbpromote.flywayhost;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Outcome;
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
    void jarThatIsToldToEnd_leavesAReceipt(Scene scene) throws Exception {
        Order order = scene.ordered(Map.of("V1__slow.sql", "SELECT pg_sleep(120);\n"));
        Process process = startedInto(scene, order);
        process.destroy();

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(scene.receipt(order).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(scene.receipt(order).failure().orElseThrow().message()).contains("SIGTERM");
    }

    @Test
    void jarThatIsKilled_leavesAClaimAndNoReceipt(Scene scene) throws Exception {
        Order order = scene.ordered(Map.of("V1__slow.sql", "SELECT pg_sleep(120);\n"));
        Process process = startedInto(scene, order);
        process.destroyForcibly();

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(scene.claim(order)).isPresent();
        assertThat(scene.deployments().readReceipt(order)).isEmpty();
        scene.run(scene.orderedInspection(order));
        assertThat(scene.receipt(order).failure().orElseThrow().code()).isEqualTo("host-lost");
    }

    private Process startedInto(Scene scene, Order order) throws Exception {
        Process process =
                scene.start(order, Duration.ofMinutes(2), directory.resolve("output"), List.of("-jar", JAR.toString()));
        scene.awaitStatement(order, "pg_sleep", process::isAlive);
        return process;
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
