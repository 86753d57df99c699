package io.github.dbpromote.flywayhost;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.bundle.Bundle;
import io.github.dbpromote.core.model.Action;
import io.github.dbpromote.core.model.AppliedMigration;
import io.github.dbpromote.core.model.Failure;
import io.github.dbpromote.core.model.Order;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Code in the host's own process: only where the host's configuration says so. */
@ExtendWith(SandboxExtension.class)
class JavaMigrationTest {
    private static final String SOURCE = """
            package db.migration;
            public class V2__Fill extends org.flywaydb.core.api.migration.BaseJavaMigration {
                @Override public void migrate(org.flywaydb.core.api.migration.Context context) throws Exception {
                    try (var statement = context.getConnection().createStatement()) {
                        statement.execute("INSERT INTO one VALUES (" + Number.VALUE + ")");
                    }
                }
                static class Number { static final int VALUE = Integer.parseInt("42"); }
            }
            """;

    private final Scene scene;

    @TempDir
    Path directory;

    JavaMigrationTest(Scene scene) {
        this.scene = scene;
    }

    private Bundle bundle() throws IOException {
        Path source = directory.resolve("V2__Fill.java");
        Files.writeString(source, SOURCE);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertThat(compiler.run(
                        null,
                        null,
                        null,
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        "-d",
                        directory.toString(),
                        source.toString()))
                .isZero();
        Map<String, byte[]> files = new TreeMap<>();
        files.put("V1__one.sql", "CREATE TABLE one (id int);".getBytes(StandardCharsets.UTF_8));
        for (String name : List.of("V2__Fill.class", "V2__Fill$Number.class")) {
            files.put(name, Files.readAllBytes(directory.resolve("db/migration").resolve(name)));
        }
        return jar(files);
    }

    private static Bundle jar(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream jar = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                jar.putNextEntry(new ZipEntry(Bundle.FOLDER + file.getKey()));
                jar.write(file.getValue());
            }
        }
        return new Bundle(bytes.toByteArray());
    }

    @Test
    void javaMigration_isRefusedByDefault() throws IOException {
        Order order = scene.ordered(Action.MIGRATE, bundle(), Duration.ofMinutes(5));
        scene.run(order);

        Failure failure = scene.receipt(order).failure().orElseThrow();
        assertThat(failure.code()).isEqualTo("refused-file");
        assertThat(failure.message()).contains("is a Java migration, which this host does not allow.");
        assertThat(failure.detail().orElseThrow()).contains("dbPromote.javaMigrations=true");
    }

    @Test
    void javaMigration_runsWhereTheHostAllowsIt() throws Exception {
        scene.configured("dbPromote.javaMigrations=true");
        Order order = scene.ordered(Action.MIGRATE, bundle(), Duration.ofMinutes(5));

        assertThat(scene.run(order).exit()).isEqualTo(ExitCode.SUCCEEDED);
        assertThat(scene.receipt(order).history())
                .extracting(AppliedMigration::type)
                .containsExactly("SQL", "JDBC");
        assertThat(scene.ask("SELECT id FROM one")).containsExactly("42");
    }
}
