package io.github.dbpromote.sandbox.lambda;

import io.github.dbpromote.sandbox.http.Keyring;
import io.github.dbpromote.sandbox.http.Principal;
import io.github.dbpromote.sandbox.process.DeathWatch;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;

/** Makes the environments of one function in its directory: {@code code}, {@code home}. */
final class EnvironmentFactory {
    /**
     * Where functions run.
     *
     * @param endpoint of the sandbox
     * @param account twelve digits
     * @param nativeDirectory for the native part of AWS's runtime client
     */
    record Site(
            URI endpoint,
            String region,
            String account,
            Keyring keyring,
            DeathWatch watch,
            Path nativeDirectory,
            Clock clock) {}

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu/MM/dd").withZone(ZoneOffset.UTC);

    private final FunctionConfiguration configuration;
    private final Site site;
    private final List<String> command;
    private final FunctionEnvironment variables;
    private final FunctionLog log;

    /**
     * @param directory is the function's own, and not there yet
     * @param log of all environments
     * @throws IllegalArgumentException if such a function cannot be run here
     */
    EnvironmentFactory(FunctionConfiguration configuration, Path directory, FunctionLog log, Site site)
            throws IOException {
        this.configuration = configuration;
        this.site = site;
        this.command = command(configuration, directory, site);
        this.log = log;
        this.variables = new FunctionEnvironment(
                configuration,
                DeploymentPackage.unpack(configuration.code(), Files.createDirectories(directory.resolve("code"))),
                Files.createDirectories(directory.resolve("home")),
                site.endpoint(),
                site.region());
    }

    private static List<String> command(FunctionConfiguration configuration, Path directory, Site site)
            throws IOException {
        if (configuration.runtime() instanceof FunctionRuntime.Command program) {
            return program.command();
        }
        if (configuration.runtime() instanceof FunctionRuntime.Python python) {
            return PythonRuntimeClient.command(python, directory);
        }
        return JavaRuntimeClient.command(configuration, site.nativeDirectory());
    }

    FunctionConfiguration configuration() {
        return configuration;
    }

    FunctionLog log() {
        return log;
    }

    ExecutionEnvironment start() throws IOException {
        // On Lambda a function is the name of its role's session.
        Principal principal = Principal.assumedRole(site.account(), configuration.role(), configuration.name());
        return ExecutionEnvironment.start(new ExecutionEnvironment.Parts(
                configuration,
                command,
                variables,
                new RoleSession(site.keyring(), principal, configuration.snapStart(), site.clock()),
                log,
                stream(),
                site.watch(),
                site.clock()));
    }

    /** As Lambda names log streams. */
    private String stream() {
        return DAY.format(site.clock().instant()) + "/[" + configuration.version() + "]"
                + UUID.randomUUID().toString().replace("-", "");
    }
}
