package io.github.dbpromote.flywayhost;

import java.util.Optional;

/** With what a connection is opened. */
record Login(String user, Optional<String> password) {
    @Override
    public String toString() {
        return user;
    }
}
