package io.github.dbpromote.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbpromote.core.problem.Refusal;
import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " users", "a b", "a/b", "../x", ".x", "a'b", "a\"b", "$(id)", "a;b", "{{x}}", "a\nb", "-a", "ä"
            })
    void aNameThatCouldMeanSomethingToAShellOrAPath_isRefused(String name) {
        assertThatThrownBy(() -> new DatabaseName(name))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("cannot be the name of a database");
        assertThatThrownBy(() -> new EnvironmentName(name))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("cannot be the name of an environment");
        assertThatThrownBy(() -> new DeploymentId("d-" + name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tenThousandCharacters_areRefusedWithoutBeingRepeated() {
        assertThatThrownBy(() -> new DatabaseName("x".repeat(10_000)))
                .isInstanceOf(Refusal.class)
                .extracting(Throwable::getMessage)
                .satisfies(message -> assertThat(message.length()).isLessThan(400));
    }

    @Test
    void deploymentIds_fitTheDocumentsPatternAndSortByTime() {
        SecureRandom random = new SecureRandom();
        DeploymentId earlier = DeploymentId.at(Instant.parse("2026-01-01T00:00:00Z"), random);
        DeploymentId later = DeploymentId.at(Instant.parse("2026-01-01T00:00:01Z"), random);

        assertThat(earlier.value()).matches("^d-20260101-000000-[0-9a-z]{8}$").isLessThan(later.value());
        assertThat(DeploymentId.at(Instant.EPOCH, random)).isNotEqualTo(DeploymentId.at(Instant.EPOCH, random));
    }

    @Test
    void versions_areComparedAsFlywayDoes() {
        assertThat(MigrationVersion.of("1.10")).isGreaterThan(MigrationVersion.of("1.9"));
        assertThat(MigrationVersion.of("1"))
                .isEqualTo(MigrationVersion.of("1.0"))
                .isEqualTo(MigrationVersion.of("01"));
        assertThat(MigrationVersion.of("2")).isLessThan(MigrationVersion.of("2.0.1"));
        assertThat(MigrationVersion.of("20261122123456789012345")).isGreaterThan(MigrationVersion.of("9"));
    }
}
