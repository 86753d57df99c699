package io.github.dbpromote.plugin;

import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.problem.Outage;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.plugin.access.AwsConnection;
import io.github.dbpromote.plugin.access.AwsSettings;
import io.github.dbpromote.plugin.access.EnvironmentAccess;
import io.github.dbpromote.plugin.sandbox.RunningSandbox;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugins.annotations.Parameter;
import org.eclipse.aether.RepositorySystem;

/** What every goal shares: how AWS is reached, the sandbox in its place, and how failures reach a person. */
abstract class AbstractDbMojo extends AbstractMojo {
    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    MavenSession session;

    @Parameter(defaultValue = "${plugin}", readonly = true)
    PluginDescriptor plugin;

    @Inject
    RepositorySystem repositorySystem;

    /**
     * The database's name. In a POM it names the module's database; on the command line of a build with several
     * databases, <code>-Ddb.database=users</code> selects one of them. Default: the module's artifactId.
     */
    @Parameter(property = "db.database")
    String database;

    /** Does nothing at all. */
    @Parameter(property = "db.skip", defaultValue = "false")
    boolean skip;

    /** The AWS profile whose credentials and region are used; default: what the AWS SDK finds by itself. */
    @Parameter(property = "db.profile")
    String profile;

    /** The AWS region, such as <code>eu-central-1</code>; default: AWS_REGION, else the profile's. */
    @Parameter(property = "db.region")
    String region;

    /** A role to assume with the credentials found otherwise. */
    @Parameter(property = "db.roleArn")
    String roleArn;

    /** One address for all AWS services: an emulator's. AWS_ENDPOINT_URL is honoured too. */
    @Parameter(property = "db.endpoint")
    String endpoint;

    /**
     * How environments are reached that live in other accounts or regions: elements <code>environment</code> with
     * <code>name</code>, and <code>profile</code>, <code>region</code>, <code>roleArn</code> or <code>endpoint</code>.
     */
    @Parameter
    List<EnvironmentAccess> environments = List.of();

    /**
     * Works against the sandbox, "AWS on a laptop", instead of AWS: started if it does not run, and left running. It has
     * the environments dev, qa and prod for each database.
     */
    @Parameter(property = "db.sandbox", defaultValue = "false")
    boolean sandbox;

    /** Where the sandbox keeps its buckets and databases; default: a folder below ~/.db-promote/sandbox for each project. */
    @Parameter(property = "db.sandbox.directory")
    File sandboxDirectory;

    /** Empties the sandbox before its first use in this build: no bucket, no database, no history. */
    @Parameter(property = "db.sandbox.reset", defaultValue = "false")
    boolean sandboxReset;

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        if (skip) {
            getLog().info("Skipped (db.skip).");
            return;
        }
        try {
            run();
        } catch (Refusal e) {
            throw new MojoFailureException("\n" + e.getMessage() + "\n");
        } catch (Outage e) {
            throw new MojoExecutionException("\n" + e.getMessage() + "\n", e.getCause());
        }
    }

    /**
     * The goal itself.
     *
     * @throws Refusal if a person has to mend something
     * @throws Outage if the world broke
     */
    abstract void run();

    /** The modules of this build that have migrations. */
    final List<Module> databases() {
        return session.getProjects().stream()
                .filter(project -> project.getFile() != null)
                .map(Module::of)
                .filter(Module::hasMigrations)
                .toList();
    }

    /** Opens AWS, or the sandbox with the given databases in it. */
    final AwsConnection connect(List<Module> modules) {
        if (!sandbox) {
            refuseOffline();
            return AwsConnection.open(settings(), ownSettings());
        }
        RunningSandbox running = sandboxes().running();
        modules.forEach(module -> running.provision(
                module.database().value(), Sandboxes.ENVIRONMENTS, module.hostConfigurations(Sandboxes.ENVIRONMENTS)));
        return AwsConnection.fixed(running.endpoint(), running.region(), running.credentials());
    }

    final Sandboxes sandboxes() {
        return new Sandboxes(
                session, repositorySystem, plugin.getVersion(), sandboxDirectory(), sandboxReset, getLog());
    }

    private Path sandboxDirectory() {
        return Optional.ofNullable(sandboxDirectory)
                .map(File::toPath)
                .orElseGet(() -> Sandboxes.defaultDirectory(session));
    }

    private void refuseOffline() {
        if (session.isOffline()) {
            throw new Refusal(PluginProblems.offline());
        }
    }

    private AwsSettings settings() {
        return new AwsSettings(
                Optional.ofNullable(profile),
                Optional.ofNullable(region),
                Optional.ofNullable(roleArn),
                Optional.ofNullable(endpoint));
    }

    private Map<EnvironmentName, AwsSettings> ownSettings() {
        return environments.stream()
                .collect(Collectors.toMap(
                        access -> new EnvironmentName(access.name()),
                        EnvironmentAccess::settings,
                        (first, second) -> second));
    }
}
