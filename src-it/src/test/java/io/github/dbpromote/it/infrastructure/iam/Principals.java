package io.github.dbpromote.it.infrastructure.iam;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Whom a statement of a resource's policy speaks of.
 * <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html">Principal</a>
 */
sealed interface Principals {
    /** How a statement names a caller. */
    enum Naming {
        /** Not at all. */
        NONE,
        /** By the account, which leaves it to the account's own policies whom it lets in. */
        ACCOUNT,
        /** By role or session, or as everybody. */
        CALLER
    }

    Naming naming(Caller caller);

    /** A statement of an identity's policy speaks of the identity. */
    record Identity() implements Principals {
        @Override
        public Naming naming(Caller caller) {
            return Naming.CALLER;
        }
    }

    /** {@code Principal}. */
    record Named(List<String> arns) implements Principals {
        @Override
        public Naming naming(Caller caller) {
            if (arns.contains("*") || arns.contains(caller.arn()) || arns.contains(caller.roleArn())) {
                return Naming.CALLER;
            }
            return caller.accountNames().stream().anyMatch(arns::contains) ? Naming.ACCOUNT : Naming.NONE;
        }
    }

    /**
     * {@code NotPrincipal}, which spares a session only if it, its role and its account are all listed.
     * <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html">NotPrincipal</a>
     */
    record AllBut(List<String> arns) implements Principals {
        @Override
        public Naming naming(Caller caller) {
            boolean spared = arns.contains(caller.arn())
                    && arns.contains(caller.roleArn())
                    && caller.accountNames().stream().anyMatch(arns::contains);
            return spared ? Naming.NONE : Naming.CALLER;
        }
    }

    /** The ARNs and accounts of {@code Principal} or {@code NotPrincipal}; services are nobody who calls here. */
    static List<String> arns(JsonNode element) {
        if (element.isString()) {
            return List.of(known(element.stringValue()));
        }
        List<String> arns = new ArrayList<>();
        element.forEachEntry((kind, names) -> {
            switch (kind) {
                case "AWS" -> Policy.texts(names).forEach(name -> arns.add(known(name)));
                case "Service" -> {}
                default -> throw new PolicyProblem("This evaluator does not know principals of the kind " + kind);
            }
        });
        return arns;
    }

    private static String known(String name) {
        if (!name.equals("*") && !name.matches("\\d{12}|arn:aws:(iam|sts)::\\d{12}:[^*?]+")) {
            throw new PolicyProblem("Not a principal: " + name);
        }
        return name;
    }
}
