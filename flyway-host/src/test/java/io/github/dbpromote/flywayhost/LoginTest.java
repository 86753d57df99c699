package io.github.dbpromote.flywayhost;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.model.Failure;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How the host gets into the database, and what it says when it does not. */
@ExtendWith(SandboxExtension.class)
class LoginTest {
    private final Scene scene;

    LoginTest(Scene scene) {
        this.scene = scene;
    }

    /** Runs with the sandbox's configuration, changed by those rules. */
    private Order runWith(Map<String, String> replacements, String... removed) throws IOException {
        Path file = scene.configuration().resolve(scene.database() + ".conf");
        Map<String, String> settings = Files.readAllLines(file).stream()
                .filter(line -> line.contains("="))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf('=')), line -> line.substring(line.indexOf('=') + 1)));
        settings.putAll(replacements);
        for (String key : removed) {
            settings.remove(key);
        }
        // Written over, which keeps the file's permissions.
        Files.writeString(
                file,
                settings.entrySet().stream()
                        .map(setting -> setting.getKey() + "=" + setting.getValue())
                        .collect(Collectors.joining("\n")));
        Order order = scene.ordered(Map.of("V1__one.sql", "CREATE TABLE one (id int);"));
        scene.run(order);
        return order;
    }

    private Failure failureWith(Map<String, String> replacements, String... removed) throws IOException {
        Order order = runWith(replacements, removed);
        assertThat(scene.receipt(order).outcome()).isEqualTo(Outcome.FAILED);
        return scene.receipt(order).failure().orElseThrow();
    }

    @Test
    void secretAsPlainText_isThePassword() throws IOException {
        scene.sandbox().secrets().put(scene.database() + "-plain", scene.password());
        Order order = runWith(Map.of("dbPromote.passwordSecret", scene.database() + "-plain"));

        assertThat(scene.receipt(order).succeeded()).isTrue();
    }

    @Test
    void secretWithUsername_needsNoUserInTheFile() throws IOException {
        String user = scene.sandbox().jdbc(scene.database(), "dev").user();
        scene.sandbox()
                .secrets()
                .put(
                        scene.database() + "-both",
                        "{\"username\":\"" + user + "\",\"password\":\"" + scene.password() + "\"}");
        Order order = runWith(Map.of("dbPromote.passwordSecret", scene.database() + "-both"), "flyway.user");

        assertThat(scene.receipt(order).succeeded()).isTrue();
    }

    @Test
    void passwordInTheFile_works() throws IOException {
        Order order = runWith(Map.of("flyway.password", scene.password()), "dbPromote.passwordSecret");

        assertThat(scene.receipt(order).succeeded()).isTrue();
    }

    @Test
    void wrongPassword_isSaidSo() throws IOException {
        Failure failure = failureWith(Map.of("flyway.password", "wrong"), "dbPromote.passwordSecret");

        assertThat(failure.code()).isEqualTo("wrong-password");
        assertThat(failure.message()).startsWith("password authentication failed for user");
        assertThat(failure.sqlState()).contains("28P01");
    }

    @Test
    void unreachableDatabase_isSaidSo() throws IOException {
        Failure failure = failureWith(Map.of("flyway.url", "jdbc:postgresql://127.0.0.1:1/users"));

        assertThat(failure.code()).isEqualTo("database-unreachable");
        assertThat(failure.message()).contains("127.0.0.1:1 refused");
    }

    @Test
    void missingDatabase_isSaidSo() throws IOException {
        String url = scene.sandbox().jdbc(scene.database(), "dev").url();
        Failure failure = failureWith(Map.of("flyway.url", url.replace(scene.database() + "_dev", "nowhere")));

        assertThat(failure.code()).isEqualTo("database-unreachable");
        assertThat(failure.message()).isEqualTo("database \"nowhere\" does not exist");
    }

    @Test
    void missingSecret_isSaidSo() throws IOException {
        Failure failure = failureWith(Map.of("dbPromote.passwordSecret", "nobody/knows"));

        assertThat(failure.message()).contains("Could not read secret nobody/knows", "ResourceNotFoundException");
    }

    @Test
    void secretWithoutPassword_isSaidSo() throws IOException {
        scene.sandbox().secrets().put(scene.database() + "-odd", "{\"pass\":\"x\"}");
        Failure failure = failureWith(Map.of("dbPromote.passwordSecret", scene.database() + "-odd"));

        assertThat(failure.code()).isEqualTo("no-password-in-secret");
    }
}
