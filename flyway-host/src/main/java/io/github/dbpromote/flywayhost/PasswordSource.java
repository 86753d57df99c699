package io.github.dbpromote.flywayhost;

import java.nio.file.Path;

/** How the host gets the database's password, as its configuration says. */
sealed interface PasswordSource {
    /**
     * What a person should check when the database does not accept the login.
     *
     * @param file the host's configuration
     */
    String whereToLook(Path file);

    /** Nothing is needed, or something outside gives it, such as a client certificate. */
    record None() implements PasswordSource {
        @Override
        public String whereToLook(Path file) {
            return file + " gives no password: set dbPromote.passwordSecret or dbPromote.passwordFrom.";
        }
    }

    /** It stands in the configuration file. */
    record Given(String password) implements PasswordSource {
        @Override
        public String whereToLook(Path file) {
            return "Check flyway.user and flyway.password in " + file + ".";
        }

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
    record InSecret(String id) implements PasswordSource {
        @Override
        public String whereToLook(Path file) {
            return "Check secret " + id + ", and flyway.user in " + file + ".";
        }
    }

    /** RDS accepts a token that the host's role signs, for 15 minutes, hence a new one for each connection. */
    record RdsToken() implements PasswordSource {
        @Override
        public String whereToLook(Path file) {
            return "Check that flyway.user in " + file + " may log in with IAM (PostgreSQL: a role that was granted"
                    + " rds_iam; MySQL and MariaDB: a user identified with AWSAuthenticationPlugin), that the host's"
                    + " role may rds-db:connect as it, and that IAM authentication is enabled on the cluster.";
        }
    }
}
