package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.aws.AwsAccess;
import io.github.dbpromote.core.model.EnvironmentName;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How each environment is reached.
 *
 * @param usual the access for every environment without one of its own
 * @param own the access of environments that live in other accounts or regions
 * @param usualAccount asks AWS for the 12 digits of the account behind the usual access; only an error wants to know
 */
public record Accounts(AwsAccess usual, Map<EnvironmentName, AwsAccess> own, Supplier<Optional<String>> usualAccount)
        implements AutoCloseable {
    public Accounts {
        own = Map.copyOf(own);
    }

    /** Where nobody can tell which account the usual access leads to. */
    public Accounts(AwsAccess usual, Map<EnvironmentName, AwsAccess> own) {
        this(usual, own, Optional::empty);
    }

    /** Where the usual access leads, for messages. */
    String place() {
        return usualAccount.get().map(id -> "account " + id + ", ").orElse("") + usual.description();
    }

    AwsAccess of(EnvironmentName environment) {
        return own.getOrDefault(environment, usual);
    }

    @Override
    public void close() {
        usual.close();
        own.values().forEach(AwsAccess::close);
    }
}
