package io.github.dbpromote.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbpromote.core.model.DatabaseName;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.problem.Refusal;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScopeTest {
    private static final EnvironmentName QA = new EnvironmentName("qa");
    private static final EnvironmentName PROD = new EnvironmentName("prod");
    private static final Optional<DatabaseName> USERS = Optional.of(new DatabaseName("users"));
    private static final Optional<DatabaseName> ORDERS = Optional.of(new DatabaseName("orders"));

    @Test
    void withoutVariables_orWithEmptyOnes_itIsEverywhere() {
        assertThat(Scope.of(Map.of())).isEqualTo(Scope.ALL);
        assertThat(Scope.of(Map.of("DB_PROMOTE_ENVIRONMENT", "", "DB_PROMOTE_DATABASES", " ,")))
                .isEqualTo(Scope.ALL);
        assertThatCode(() -> Scope.ALL.require(ORDERS, PROD)).doesNotThrowAnyException();
    }

    @Test
    void whoeverShouldHaveAskedAnotherRelay_isTold() {
        Scope scope = Scope.of(Map.of("DB_PROMOTE_ENVIRONMENT", "qa", "DB_PROMOTE_DATABASES", "users, products"));

        assertThatCode(() -> scope.require(USERS, QA)).doesNotThrowAnyException();
        assertThatCode(() -> scope.require(Optional.empty(), QA)).doesNotThrowAnyException();
        assertThatThrownBy(() -> scope.require(USERS, PROD))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("The event is about prod, but this relay acts for qa alone.")
                .hasMessageContaining("DB_PROMOTE_ENVIRONMENT");
        assertThatThrownBy(() -> scope.require(ORDERS, QA))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("The event is about orders, but this relay acts for products, users alone.")
                .hasMessageContaining("DB_PROMOTE_DATABASES");
        assertThat(scope.includes("orders")).isFalse();
    }

    @Test
    void namesThatCannotBe_areRefusedBeforeAnyEvent() {
        assertThatThrownBy(() -> Scope.of(Map.of("DB_PROMOTE_ENVIRONMENT", "Q A")))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> Scope.of(Map.of("DB_PROMOTE_DATABASES", "users;rm")))
                .isInstanceOf(Refusal.class);
    }
}
