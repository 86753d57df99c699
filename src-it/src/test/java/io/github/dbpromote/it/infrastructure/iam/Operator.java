package io.github.dbpromote.it.infrastructure.iam;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * How a condition compares a value of the request with one of the policy. Those that are negated hold where none of the
 * policy's values is met.
 * <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html">Operators</a>
 */
record Operator(boolean negated, Comparison comparison) {
    /** Whether the value of the request is the one of the policy. */
    @FunctionalInterface
    interface Comparison {
        boolean holds(String wanted, String given, RequestContext context);
    }

    private static final Map<String, Operator> BY_NAME = Map.ofEntries(
            when("StringEquals", Operator::equalTexts),
            unless("StringNotEquals", Operator::equalTexts),
            when("StringEqualsIgnoreCase", Operator::equalTextsIgnoringCase),
            unless("StringNotEqualsIgnoreCase", Operator::equalTextsIgnoringCase),
            when("StringLike", Operator::likeTexts),
            unless("StringNotLike", Operator::likeTexts),
            // By AWS's documentation ArnEquals and ArnLike behave identically.
            when("ArnEquals", Operator::likeArns),
            unless("ArnNotEquals", Operator::likeArns),
            when("ArnLike", Operator::likeArns),
            unless("ArnNotLike", Operator::likeArns),
            when("Bool", (wanted, given, context) -> truth(wanted) == truth(given)),
            when("NumericEquals", numbers(difference -> difference == 0)),
            unless("NumericNotEquals", numbers(difference -> difference == 0)),
            when("NumericLessThan", numbers(difference -> difference < 0)),
            when("NumericLessThanEquals", numbers(difference -> difference <= 0)),
            when("NumericGreaterThan", numbers(difference -> difference > 0)),
            when("NumericGreaterThanEquals", numbers(difference -> difference >= 0)),
            when("DateEquals", times(difference -> difference == 0)),
            unless("DateNotEquals", times(difference -> difference == 0)),
            when("DateLessThan", times(difference -> difference < 0)),
            when("DateLessThanEquals", times(difference -> difference <= 0)),
            when("DateGreaterThan", times(difference -> difference > 0)),
            when("DateGreaterThanEquals", times(difference -> difference >= 0)));

    private static Map.Entry<String, Operator> when(String name, Comparison comparison) {
        return Map.entry(name, new Operator(false, comparison));
    }

    private static Map.Entry<String, Operator> unless(String name, Comparison comparison) {
        return Map.entry(name, new Operator(true, comparison));
    }

    static Operator named(String name) {
        return Optional.ofNullable(BY_NAME.get(name))
                .orElseThrow(() -> new PolicyProblem("This evaluator does not know the condition operator " + name));
    }

    /** Whether a value of the request meets those of the policy. */
    boolean accepts(List<String> wanted, String given, RequestContext context) {
        return negated != wanted.stream().anyMatch(each -> comparison.holds(each, given, context));
    }

    private static boolean equalTexts(String wanted, String given, RequestContext context) {
        return new Template(wanted).equalsText(given, context);
    }

    private static boolean equalTextsIgnoringCase(String wanted, String given, RequestContext context) {
        if (wanted.contains("${")) {
            throw new PolicyProblem("This evaluator knows no variables where case is ignored: " + wanted);
        }
        return wanted.equalsIgnoreCase(given);
    }

    private static boolean likeTexts(String wanted, String given, RequestContext context) {
        return new Template(wanted).isLike(given, context);
    }

    private static boolean likeArns(String wanted, String given, RequestContext context) {
        return ArnTemplate.parse(wanted).isLike(given, context);
    }

    private static boolean truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new PolicyProblem("Neither true nor false: " + text);
        };
    }

    private static Comparison numbers(IntPredicate difference) {
        return (wanted, given, context) -> difference.test(number(given).compareTo(number(wanted)));
    }

    private static BigDecimal number(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new PolicyProblem("Not a number: " + text);
        }
    }

    private static Comparison times(IntPredicate difference) {
        return (wanted, given, context) -> difference.test(time(given).compareTo(time(wanted)));
    }

    /** ISO 8601, or seconds since 1970. */
    private static Instant time(String text) {
        try {
            return text.matches("\\d+") ? Instant.ofEpochSecond(Long.parseLong(text)) : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new PolicyProblem("Not a time: " + text);
        }
    }
}
