package io.github.dbpromote.flywayhost;

/** How the host gets the database's password, as its configuration says. */
sealed interface PasswordSource {
    /** Nothing is needed, or something outside gives it, such as a client certificate. */
    record None() implements PasswordSource {}

    /** It stands in the configuration file. */
    record Given(String password) implements PasswordSource {
        @Override
        public String toString() {
            return "Given[password=***]";
        }
    }

    /**
     * Secrets Manager has it: as plain text, or as JSON with {@code password} and perhaps {@code username}.
     *
     * @param id name or ARN
     */
    record InSecret(String id) implements PasswordSource {}

    /** RDS accepts a token that the host's role signs, for 15 minutes, hence a new one for each connection. */
    record RdsToken() implements PasswordSource {}
}
