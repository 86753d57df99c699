package io.github.dbpromote.it.infrastructure.iam;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text of a policy with variables and perhaps wildcards, such as <code>users/approvals/*&#47;${aws:userid}/*</code>.
 *
 * <p>A variable without a value equals nothing, and wildcards in its value are none.
 * <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html">Policy variables</a>
 */
final class Template {
    private static final Pattern PART = Pattern.compile("\\$\\{(?<variable>[^}]*)}|(?<wildcard>[*?])|[^$*?]+|\\$");
    private static final Pattern WITH_DEFAULT = Pattern.compile("([^,]+),\\s*'([^']*)'");

    private final String source;

    /** Computed once where no request changes it. */
    private final Optional<Pattern> constant;

    Template(String source) {
        this.source = source;
        this.constant = source.contains("${")
                ? Optional.empty()
                : pattern(variable -> {
                    throw new IllegalStateException(variable);
                });
    }

    /** Whether the text is this one; wildcards stand for any characters. */
    boolean isLike(String text, RequestContext context) {
        return constant.or(() -> pattern(variable -> value(variable, context)))
                .filter(pattern -> pattern.matcher(text).matches())
                .isPresent();
    }

    /** Whether the text is this one; wildcards are mere characters. */
    boolean equalsText(String text, RequestContext context) {
        return new Template(source.replaceAll("(?<!\\$\\{)([*?])", "\\${$1}")).isLike(text, context);
    }

    /** Empty if a variable has no value. */
    private Optional<Pattern> pattern(Function<String, Optional<String>> values) {
        StringBuilder regex = new StringBuilder();
        Matcher part = PART.matcher(source);
        while (part.find()) {
            if (part.group("variable") != null) {
                Optional<String> value = values.apply(part.group("variable"));
                if (value.isEmpty()) {
                    return Optional.empty();
                }
                regex.append(Pattern.quote(value.get()));
            } else if (part.group("wildcard") != null) {
                regex.append(part.group().equals("*") ? ".*" : ".");
            } else {
                regex.append(Pattern.quote(part.group()));
            }
        }
        return Optional.of(Pattern.compile(regex.toString(), Pattern.DOTALL));
    }

    private static Optional<String> value(String variable, RequestContext context) {
        if (variable.equals("*") || variable.equals("?") || variable.equals("$")) {
            return Optional.of(variable);
        }
        Matcher withDefault = WITH_DEFAULT.matcher(variable);
        return withDefault.matches()
                ? context.value(withDefault.group(1)).or(() -> Optional.of(withDefault.group(2)))
                : context.value(variable);
    }

    @Override
    public String toString() {
        return source;
    }
}
