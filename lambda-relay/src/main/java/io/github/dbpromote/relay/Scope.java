package io.github.dbpromote.relay;

import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.problem.Refusal;
import java.util.Optional;

/**
 * Where this relay acts. Each environment may have a relay of its own, so that none needs a right in another one but to
 * read what it promotes from.
 *
 * @param own empty for one that acts everywhere
 */
record Scope(Optional<EnvironmentName> own) {
    /** The variable of the function that names its environment. */
    static final String VARIABLE = "DB_PROMOTE_ENVIRONMENT";

    /** @throws Refusal if the name cannot be one of an environment */
    static Scope of(Optional<String> name) {
        return new Scope(name.filter(text -> !text.isEmpty()).map(EnvironmentName::new));
    }

    boolean includes(Environment environment) {
        return includes(environment.name());
    }

    private boolean includes(EnvironmentName environment) {
        return own.isEmpty() || own.get().equals(environment);
    }

    /** @throws Refusal if another relay should have been asked */
    void require(EnvironmentName environment) {
        if (!includes(environment)) {
            throw new Refusal(RelayMessages.otherRelay(
                    environment.value(), own.orElseThrow().value()));
        }
    }
}
