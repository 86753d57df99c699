package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.aws.AwsAccess;
import io.github.dbpromote.core.model.EnvironmentName;
import java.util.Map;

/**
 * How each environment is reached.
 *
 * @param usual the access for every environment without one of its own
 * @param own the access of environments that live in other accounts or regions
 */
public record Accounts(AwsAccess usual, Map<EnvironmentName, AwsAccess> own) implements AutoCloseable {
    public Accounts {
        own = Map.copyOf(own);
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
