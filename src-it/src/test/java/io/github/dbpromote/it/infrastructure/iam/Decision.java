package io.github.dbpromote.it.infrastructure.iam;

import java.util.List;

/** What the policies say to a request. */
sealed interface Decision {
    /** The statements that decided. */
    List<Statement> by();

    /** @param by every statement that allows it */
    record Allowed(List<Statement> by) implements Decision {
        @Override
        public String toString() {
            return "allowed by " + by;
        }
    }

    /** @param by every statement that denies it */
    record Denied(List<Statement> by) implements Decision {
        @Override
        public String toString() {
            return "denied by " + by;
        }
    }

    /** @param because what would have to allow it */
    record NotAllowed(String because) implements Decision {
        @Override
        public List<Statement> by() {
            return List.of();
        }

        @Override
        public String toString() {
            return because;
        }
    }
}
