package io.github.dbpromote.flywayhost;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.model.AppliedMigration;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Receipt;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SandboxExtension.class)
class MigrateTest {
    @Test
    void success_listsEveryMigrationInTheReceipt(Scene scene) throws Exception {
        Order order = scene.ordered(Map.of(
                "V1__create_users.sql", "CREATE TABLE users (id bigint PRIMARY KEY, name text);\n",
                "V2__add_email.sql", "ALTER TABLE users ADD email text;\n",
                "R__active_users.sql", "CREATE OR REPLACE VIEW active_users AS SELECT * FROM users;\n"));

        Scene.Shown shown = scene.run(order);

        assertThat(shown.err()).isEmpty();
        assertThat(shown.exit()).isEqualTo(ExitCode.SUCCEEDED);
        Receipt receipt = scene.receipt(order);
        assertThat(receipt.succeeded()).isTrue();
        assertThat(receipt.applied())
                .containsExactly("V1__create_users.sql", "V2__add_email.sql", "R__active_users.sql");
        assertThat(receipt.history())
                .extracting(AppliedMigration::label)
                .containsExactly("1 create users", "2 add email", "repeatable active users");
        assertThat(scene.ask("SELECT count(*) FROM active_users")).containsExactly("0");
    }
}
