package io.github.dbpromote.plugin;

import io.github.dbpromote.plugin.sandbox.RunningSandbox;
import java.util.List;
import java.util.Map;

/**
 * What the sandbox is to have for one module. Made before a sandbox is started, so that nothing is left half done where
 * the module is not in order.
 *
 * @param hostConfigurations lines for the hosts, by environment
 */
record SandboxedDatabase(String name, Map<String, String> hostConfigurations) {
    /** The path that every database has in the sandbox. */
    static final List<String> ENVIRONMENTS = List.of("dev", "qa", "prod");

    SandboxedDatabase {
        hostConfigurations = Map.copyOf(hostConfigurations);
    }

    static SandboxedDatabase of(Module module) {
        return new SandboxedDatabase(module.database().value(), module.hostConfigurations(ENVIRONMENTS));
    }

    void provision(RunningSandbox sandbox) {
        sandbox.provision(name, ENVIRONMENTS, hostConfigurations);
    }
}
