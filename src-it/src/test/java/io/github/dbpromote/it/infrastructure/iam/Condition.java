package io.github.dbpromote.it.infrastructure.iam;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One key of a statement's {@code Condition} with what it must be; all of a statement's have to hold. */
sealed interface Condition {
    /** Whether it holds for the request. */
    boolean holds(RequestContext context);

    /**
     * Reads one.
     *
     * @param operator with what may stand around it: {@code ForAnyValue:StringLike}, {@code BoolIfExists}
     */
    static Condition parse(String operator, String key, List<String> values) {
        if (operator.equals("Null")) {
            return new Presence(key, values);
        }
        Matcher name = Comparison.NAME.matcher(operator);
        if (!name.matches()) {
            throw new PolicyProblem("This evaluator does not know the condition operator " + operator);
        }
        if (name.group("set") != null && name.group("ifExists") != null) {
            throw new PolicyProblem("What " + operator + " means where the key is missing, nobody can tell");
        }
        return new Comparison(
                Operator.named(name.group("operator")),
                Quantifier.named(name.group("set")),
                name.group("ifExists") != null,
                key,
                values);
    }

    /** {@code Null}: whether the key is missing. */
    record Presence(String key, List<String> values) implements Condition {
        public Presence {
            if (values.size() != 1 || !values.get(0).toLowerCase(Locale.ROOT).matches("true|false")) {
                throw new PolicyProblem("Null of " + key + " is either true or false, not " + values);
            }
        }

        @Override
        public boolean holds(RequestContext context) {
            return context.values(key).isEmpty() == values.get(0).equalsIgnoreCase("true");
        }
    }

    /** How many of the request's values have to meet the policy's. */
    enum Quantifier {
        ONLY,
        FOR_ALL,
        FOR_ANY;

        /** @param set {@code ForAllValues}, {@code ForAnyValue} or null */
        static Quantifier named(String set) {
            return set == null ? ONLY : set.equals("ForAllValues") ? FOR_ALL : FOR_ANY;
        }
    }

    record Comparison(Operator operator, Quantifier quantifier, boolean ifExists, String key, List<String> values)
            implements Condition {
        static final Pattern NAME =
                Pattern.compile("(?:(?<set>ForAllValues|ForAnyValue):)?(?<operator>[A-Za-z]+?)(?<ifExists>IfExists)?");

        @Override
        public boolean holds(RequestContext context) {
            List<String> given = context.values(key);
            Predicate<String> meets = value -> operator.accepts(values, value, context);
            return switch (quantifier) {
                case FOR_ALL -> given.stream().allMatch(meets);
                case FOR_ANY -> given.stream().anyMatch(meets);
                case ONLY -> given.isEmpty() ? ifExists || operator.negated() : meets.test(only(given));
            };
        }

        private String only(List<String> given) {
            if (given.size() > 1) {
                throw new PolicyProblem("Several values of " + key + " need ForAllValues or ForAnyValue: " + given);
            }
            return given.get(0);
        }
    }
}
