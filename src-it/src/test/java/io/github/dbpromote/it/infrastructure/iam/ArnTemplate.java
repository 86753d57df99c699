package io.github.dbpromote.it.infrastructure.iam;

import java.util.Arrays;
import java.util.List;

/**
 * An ARN of a policy, or {@code *}. Each of its six parts is compared for itself, so that no wildcard reaches over a colon,
 * but for those of the last part, which may hold colons.
 * <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html">Resource</a>,
 * <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN">ARN
 * operators</a>
 */
final class ArnTemplate {
    private static final int PARTS = 6;

    private final String source;
    private final List<Template> parts;

    private ArnTemplate(String source, List<Template> parts) {
        this.source = source;
        this.parts = parts;
    }

    static ArnTemplate parse(String source) {
        if (source.equals("*")) {
            return new ArnTemplate(source, List.of());
        }
        String[] parts = source.split(":", PARTS);
        if (parts.length < PARTS || !parts[0].equals("arn")) {
            throw new PolicyProblem("Not an ARN: " + source);
        }
        for (String part : Arrays.asList(parts).subList(0, PARTS - 1)) {
            if (part.contains("${")) {
                throw new PolicyProblem("A policy variable can only stand behind the fifth colon: " + source);
            }
        }
        return new ArnTemplate(source, Arrays.stream(parts).map(Template::new).toList());
    }

    /** An action without resources is asked for on {@code *}, which only {@code *} allows. */
    boolean isLike(String arn, RequestContext context) {
        if (parts.isEmpty()) {
            return true;
        }
        String[] given = arn.split(":", PARTS);
        if (given.length < PARTS) {
            return false;
        }
        for (int index = 0; index < PARTS; index++) {
            if (!parts.get(index).isLike(given[index], context)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return source;
    }
}
