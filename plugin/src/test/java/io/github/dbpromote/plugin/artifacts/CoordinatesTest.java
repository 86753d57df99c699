package io.github.dbpromote.plugin.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.dbpromote.core.problem.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CoordinatesTest {
    @ParameterizedTest
    @CsvSource({
        "com.acme:users:1.4.0,                com.acme:users:1.4.0",
        "com.acme:users:jar:1.4.0,            com.acme:users:1.4.0",
        "com.acme:users:zip:1.4.0,            com.acme:users:zip:1.4.0",
        "com.acme:users:jar:migrations:1.4.0, com.acme:users:jar:migrations:1.4.0",
        "' com.acme:users_2:1.0-SNAPSHOT\n',  com.acme:users_2:1.0-SNAPSHOT"
    })
    void parse_takesWhatResolverTakes(String text, String expected) {
        assertThat(Coordinates.parse("db.artifact", text)).hasToString(expected);
    }

    @Test
    void parseBundle_meansTheBundleWhereTheShortFormIsUsed() {
        assertThat(Coordinates.parseBundle("db.artifact", "com.acme:users:1.4.0"))
                .hasToString("com.acme:users:jar:migrations:1.4.0");
        assertThat(Coordinates.parseBundle("db.artifact", "com.acme:users:jar:sql:1.4.0"))
                .hasToString("com.acme:users:jar:sql:1.4.0");
        assertThat(Coordinates.parseBundle("db.artifact", "com.acme:users:jar:1.4.0"))
                .hasToString("com.acme:users:1.4.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "true",
                "com.acme:users",
                "com.acme::1.0",
                "a:b:c:d:e:f",
                "com.acme:..:1.0",
                "../../etc:users:1.0",
                "com.acme:users:1.0/../..",
                "com.acme:users:..",
                "com.acme:users:$(id)",
                "com.acme:users:`id`",
                "com.acme:users:1.0;id",
                "com.acme:users:{{ x }}",
                "com.acme:users:${users.version}",
                "com.acme:users:\"1.0\"",
                "com.acme:users:'1.0'",
                "com.acme:users:1 0",
                "com.acme:-users:1.0",
                "com.acme:größe:1.0",
                "com.acme\\users:x:1.0"
            })
    void whatNamesNoArtifact_isRefused(String text) {
        assertThatThrownBy(() -> Coordinates.parse("db.artifact", text))
                .isInstanceOf(Refusal.class)
                .hasMessage("db.artifact is \"" + text + "\", which names no artifact.\n"
                        + "  → Write groupId:artifactId:version or groupId:artifactId:extension:classifier:version, with"
                        + " letters, digits, '.', '_', '+', '~' and '-', 250 characters at most: com.acme:users:1.4.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "com.acme:users:LATEST",
                "com.acme:users:RELEASE",
                "com.acme:users:latest",
                "com.acme:users:[1.0,2.0)",
                "com.acme:users:[1.0",
                "com.acme:users:jar:migrations:(,1.0]"
            })
    void versionThatIsLeftOpen_isRefused(String text) {
        assertThatThrownBy(() -> Coordinates.parse("db.artifact", text))
                .isInstanceOf(Refusal.class)
                .hasMessage("db.artifact is \"" + text + "\", which leaves the version open: migrations must not change"
                        + " by themselves.\n"
                        + "  → Name one version, not a range, LATEST or RELEASE: com.acme:users:1.4.0");
    }

    @Test
    void hostileText_isShownShortAndWithoutControlCharacters() {
        assertThat(summary("a:b\n\u001b[31m\u202e\u2028:1"))
                .isEqualTo("db.artifact is \"a:b??[31m??:1\", which names no artifact.");
        assertThat(summary("x".repeat(10_000)))
                .isEqualTo("db.artifact is \"" + "x".repeat(80) + "…\", which names no artifact.");
        assertThat(summary("com.acme:" + "x".repeat(10_000) + ":1.0")).hasSizeLessThan(160);
    }

    private static String summary(String text) {
        return catchThrowableOfType(Refusal.class, () -> Coordinates.parse("db.artifact", text))
                .problems()
                .get(0)
                .summary();
    }
}
