package io.github.dbpromote.it.infrastructure.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {
    private static final RequestContext NOTHING = new RequestContext(Map.of());

    @ParameterizedTest
    @CsvSource({
        "StringEquals, users/, users/, true",
        "StringEquals, users/, Users/, false",
        "StringNotEquals, users/, products/, true",
        "StringNotEquals, users/, users/, false",
        "StringEqualsIgnoreCase, users/, Users/, true",
        "StringNotEqualsIgnoreCase, users/, Users/, false",
        "StringLike, users/*, users/a, true",
        "StringLike, users/*, products/a, false",
        "StringNotLike, users/*, products/a, true",
        "StringNotLike, users/*, users/a, false",
    })
    void texts(String operator, String wanted, String given, boolean holds) {
        assertThat(holds(operator, "s3:prefix", given, wanted)).isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource({
        "ArnEquals, arn:aws:iam::123456789012:role/*, true",
        "ArnLike, arn:aws:iam::*:role/host, true",
        "ArnLike, arn:aws:iam::1234567890??:role/host, true",
        "ArnNotLike, arn:aws:iam::*:role/host, false",
        "ArnNotEquals, arn:aws:iam::123456789012:role/relay, true",
    })
    void arns(String operator, String wanted, boolean holds) {
        assertThat(holds(operator, "aws:PrincipalArn", "arn:aws:iam::123456789012:role/host", wanted))
                .isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource({
        "NumericEquals, 1.2, true",
        "NumericNotEquals, 1.2, false",
        "NumericLessThan, 1.3, true",
        "NumericLessThan, 1.2, false",
        "NumericLessThanEquals, 1.2, true",
        "NumericGreaterThan, 1.10, true",
        "NumericGreaterThanEquals, 1.3, false",
    })
    void numbers(String operator, String wanted, boolean holds) {
        assertThat(holds(operator, "s3:TlsVersion", "1.2", wanted)).isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource({
        "DateEquals, 2026-11-25T12:00:00Z, true",
        "DateNotEquals, 2026-11-25T12:00:00Z, false",
        "DateLessThan, 2026-11-25T12:00:01Z, true",
        "DateLessThanEquals, 2026-11-25T12:00:00Z, true",
        "DateGreaterThan, 2026-11-25T12:00:00Z, false",
        "DateGreaterThanEquals, 1764072000, true",
    })
    void times(String operator, String wanted, boolean holds) {
        assertThat(holds(operator, "aws:CurrentTime", "2026-11-25T12:00:00Z", wanted))
                .isEqualTo(holds);
    }

    @Test
    void truth() {
        assertThat(holds("Bool", "aws:SecureTransport", "true", "True")).isTrue();
        assertThat(holds("Bool", "aws:SecureTransport", "true", "false")).isFalse();
    }

    @Test
    void oneOfSeveralValues_isEnough() {
        assertThat(condition("StringEquals", "s3:prefix", "a", "b").holds(with("s3:prefix", "b")))
                .isTrue();
        assertThat(condition("StringNotEquals", "s3:prefix", "a", "b").holds(with("s3:prefix", "b")))
                .as("unless it is negated: then none may be met")
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"StringEquals", "StringLike", "ArnLike", "Bool", "NumericLessThan", "DateGreaterThan"})
    void aMissingKey_meetsNothing(String operator) {
        assertThat(condition(operator, "s3:prefix", "true").holds(NOTHING)).isFalse();
        assertThat(condition(operator + "IfExists", "s3:prefix", "true").holds(NOTHING))
                .as("but with IfExists")
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"StringNotEquals", "StringNotLike", "ArnNotLike", "NumericNotEquals", "DateNotEquals"})
    void aMissingKey_meetsWhatIsNegated(String operator) {
        assertThat(condition(operator, "s3:prefix", "true").holds(NOTHING)).isTrue();
    }

    @Test
    void ifExists_stillComparesWhatIsThere() {
        assertThat(holds("StringEqualsIfExists", "s3:prefix", "a", "b")).isFalse();
        assertThat(holds("StringEqualsIfExists", "s3:prefix", "a", "a")).isTrue();
    }

    @Test
    void nothingButNull_asksWhetherAKeyIsThere() {
        assertThat(condition("Null", "s3:if-none-match", "true").holds(NOTHING)).isTrue();
        assertThat(condition("Null", "s3:if-none-match", "false").holds(NOTHING))
                .isFalse();
        assertThat(holds("Null", "s3:if-none-match", "*", "true")).isFalse();
        assertThat(holds("Null", "s3:if-none-match", "*", "false")).isTrue();
    }

    @Test
    void severalValues_areComparedAllOrAny() {
        RequestContext tags = new RequestContext(Map.of("aws:TagKeys", List.of("Name", "FlywayHost")));

        assertThat(condition("ForAnyValue:StringEquals", "aws:TagKeys", "FlywayHost")
                        .holds(tags))
                .isTrue();
        assertThat(condition("ForAllValues:StringEquals", "aws:TagKeys", "FlywayHost")
                        .holds(tags))
                .isFalse();
        assertThat(condition("ForAllValues:StringLike", "aws:TagKeys", "N*", "F*")
                        .holds(tags))
                .isTrue();
        assertThat(condition("ForAnyValue:StringNotEquals", "aws:TagKeys", "FlywayHost")
                        .holds(tags))
                .isTrue();
        assertThat(condition("ForAllValues:StringNotEquals", "aws:TagKeys", "FlywayHost")
                        .holds(tags))
                .isFalse();
    }

    @Test
    void noValues_areAllButNotAny() {
        assertThat(condition("ForAllValues:StringEquals", "aws:TagKeys", "a").holds(NOTHING))
                .isTrue();
        assertThat(condition("ForAnyValue:StringEquals", "aws:TagKeys", "a").holds(NOTHING))
                .isFalse();
        assertThat(condition("ForAnyValue:StringNotEquals", "aws:TagKeys", "a").holds(NOTHING))
                .isFalse();
    }

    @Test
    void namesOfKeys_haveNoCase() {
        assertThat(condition("StringEquals", "AWS:USERID", "a").holds(with("aws:userid", "a")))
                .isTrue();
    }

    @Test
    void whatItDoesNotKnow_isAProblem() {
        RequestContext tags = new RequestContext(Map.of("aws:TagKeys", List.of("a", "b")));

        for (String operator : List.of(
                "StringMatches", "IpAddress", "BinaryEquals", "Any:StringLike", "ForAllValues:StringLikeIfExists")) {
            assertThatThrownBy(() -> condition(operator, "s3:prefix", "a"))
                    .as(operator)
                    .isInstanceOf(PolicyProblem.class)
                    .hasMessageContaining(operator);
        }
        assertThatThrownBy(() -> condition("Null", "s3:prefix", "maybe")).isInstanceOf(PolicyProblem.class);
        assertThatThrownBy(() -> condition("StringEquals", "aws:SourceIp", "a").holds(NOTHING))
                .hasMessage("Nobody knows whether a request has the condition key aws:SourceIp");
        assertThatThrownBy(() -> condition("StringEquals", "aws:TagKeys", "a").holds(tags))
                .hasMessageContaining("need ForAllValues or ForAnyValue");
        assertThatThrownBy(() -> holds("Bool", "s3:prefix", "a", "true")).hasMessage("Neither true nor false: a");
        assertThatThrownBy(() -> holds("NumericEquals", "s3:prefix", "1", "one"))
                .hasMessage("Not a number: one");
        assertThatThrownBy(() -> holds("DateEquals", "aws:CurrentTime", "2026-11-25T12:00:00Z", "today"))
                .hasMessage("Not a time: today");
    }

    private static boolean holds(String operator, String key, String given, String wanted) {
        return condition(operator, key, wanted).holds(with(key, given));
    }

    private static Condition condition(String operator, String key, String... wanted) {
        return Condition.parse(operator, key, List.of(wanted));
    }

    private static RequestContext with(String key, String value) {
        return new RequestContext(Map.of(key, List.of(value)));
    }
}
