package io.github.dbpromote.plugin;

import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.operation.Track;
import io.github.dbpromote.core.problem.Outage;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.plugin.access.AwsConnection;
import io.github.dbpromote.plugin.access.AwsSettings;
import io.github.dbpromote.plugin.access.EnvironmentAccess;
import io.github.dbpromote.plugin.access.OwnAccesses;
import io.github.dbpromote.plugin.access.SettingsProxies;
import io.github.dbpromote.plugin.report.ConsoleProgress;
import io.github.dbpromote.plugin.report.MovingLine;
import io.github.dbpromote.plugin.report.Terminal;
import io.github.dbpromote.plugin.sandbox.RunningSandbox;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;

/** What every goal shares: how AWS is reached, the sandbox in its place, and how failures reach a person. */
abstract class AbstractDbMojo extends AbstractMojo {
    static final String DRY_RUN = "db.dryRun";

    private static final List<String> BOOLEANS = List.of("true", "false");

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    MavenSession session;

    @Parameter(defaultValue = "${plugin}", readonly = true)
    PluginDescriptor plugin;

    @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
    MojoExecution execution;

    @Inject
    RepositorySystem repositorySystem;

    @Inject
    SettingsDecrypter settingsDecrypter;

    /**
     * The name of the module's database; the property <code>db.database</code> in a POM names it too. Default: the
     * artifactId. On the command line, <code>-Ddb.database=users</code> selects one of several databases, and names the
     * one of a build with a single module whose POM names none.
     */
    // Without a property: Maven would inject that of the command line into every module of the build.
    @Parameter
    String database;

    /**
     * Does nothing at all. <code>db.skip.&lt;goal&gt;</code>, such as <code>-Ddb.skip.publish</code>, leaves out one goal;
     * a property of that name in a POM is overruled by the command line.
     */
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

    /**
     * Works against the sandbox, and has the relay promote in it until it stops: to qa at once, to prod by schedule, after a
     * soak of 15 seconds, unless the environments' parameters say otherwise. Linux only. <code>db:watch</code> shows what
     * the relay decides.
     */
    @Parameter(property = "db.sandbox.relay", defaultValue = "false")
    boolean sandboxRelay;

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        Optional<String> skippedBy = skippedBy();
        if (skippedBy.isPresent()) {
            getLog().info("Skipped (" + skippedBy.get() + ").");
            return;
        }
        try {
            run();
        } catch (Refusal e) {
            tellMachines(e.problems());
            throw new MojoFailureException("\n" + e.getMessage() + "\n");
        } catch (Outage e) {
            tellMachines(List.of(e.problem()));
            throw new MojoExecutionException("\n" + e.getMessage() + "\n", e.getCause());
        } catch (RuntimeException e) {
            tellMachines(List.of(PluginProblems.unexpected(e)));
            throw e;
        }
    }

    private Optional<String> skippedBy() {
        return Skipping.property(
                skip,
                execution.getGoal(),
                session.getUserProperties(),
                session.getCurrentProject().getProperties());
    }

    /** Says to machines too what the goal fails with, where they are told anything. */
    void tellMachines(List<Problem> problems) {}

    /**
     * The goal itself.
     *
     * @throws Refusal if a person has to mend something
     * @throws Outage if the world broke
     */
    abstract void run();

    /** Who asks for a dry run must not see a goal act that writes: not where it has none, nor because Maven takes yes for no. */
    final void refuseUnclearDryRun() {
        String typed = session.getUserProperties().getProperty(DRY_RUN, "false");
        if (!BOOLEANS.contains(typed)) {
            throw new Refusal(PluginProblems.malformedChoice(DRY_RUN, typed, BOOLEANS));
        }
        if (!offersDryRun() && !typed.equals("false")) {
            throw new Refusal(PluginProblems.noDryRun(execution.getGoal()));
        }
    }

    boolean offersDryRun() {
        return false;
    }

    final Modules modules() {
        return new Modules(session, repositorySystem);
    }

    /** Whether that module's POM lets the goal work on it. */
    final boolean takesPart(MavenProject other) {
        return other.equals(session.getCurrentProject())
                || Skipping.property(
                                declared(other).skip(),
                                execution.getGoal(),
                                session.getUserProperties(),
                                other.getProperties())
                        .isEmpty();
    }

    /** Opens AWS as it is reached from here, or the sandbox with the given databases in it. */
    final AwsConnection connect(List<Module> modules) {
        return connect(modules, reach());
    }

    /** Opens AWS as the module reaches it, or the sandbox with its database in it. */
    final AwsConnection connect(Module module) {
        return connect(
                List.of(module), elsewhere(module).map(GoalSettings::reach).orElseGet(this::reach));
    }

    private AwsConnection connect(List<Module> modules, GoalSettings.Reach reach) {
        if (!inSandbox()) {
            refuseOffline();
            return AwsConnection.open(reach.usual(), OwnAccesses.byName(reach.own()), proxies());
        }
        List<SandboxedDatabase> databases =
                modules.stream().map(SandboxedDatabase::of).toList();
        Sandboxes sandboxes = sandboxes();
        RunningSandbox running = sandboxes.running();
        sandboxes.furnish(running, databases);
        return AwsConnection.fixed(running.endpoint(), running.region(), running.credentials());
    }

    /**
     * The path of a module's database.
     *
     * @throws Refusal if there is none, or it lacks one of the configured environments
     */
    final Track track(Module module, AwsConnection aws) {
        Track track = Track.find(module.database(), aws.accounts());
        List<String> known = Stream.concat(
                        track.path().environments().stream().map(Environment::name),
                        track.unreachable().keySet().stream())
                .map(EnvironmentName::value)
                .distinct()
                .toList();
        // The sandbox has a path of its own, and none of the accesses is used there.
        List<Problem> unknown = aws.accounts().own().keySet().stream()
                .map(EnvironmentName::value)
                .filter(name -> !known.contains(name))
                .sorted()
                .map(name -> PluginProblems.unknownAccess(name, module.name(), known))
                .toList();
        if (!unknown.isEmpty()) {
            throw new Refusal(unknown);
        }
        return track;
    }

    final Sandboxes sandboxes() {
        return new Sandboxes(
                session,
                repositorySystem,
                plugin.getVersion(),
                sandboxDirectory(),
                sandboxReset,
                withRelay(),
                getLog());
    }

    /** Whoever asks for the sandbox's relay does not mean AWS. */
    final boolean inSandbox() {
        return sandbox || withRelay();
    }

    /** Whether the relay is to run in the sandbox. */
    boolean withRelay() {
        return sandboxRelay;
    }

    private Path sandboxDirectory() {
        return Optional.ofNullable(sandboxDirectory)
                .map(directory -> TypedPath.of("db.sandbox.directory", directory.getPath()))
                .orElseGet(() -> Sandboxes.defaultDirectory(session));
    }

    private void refuseOffline() {
        if (session.isOffline()) {
            throw new Refusal(PluginProblems.offline());
        }
    }

    private SettingsProxies proxies() {
        return SettingsProxies.of(session.getRequest().getProxies(), settingsDecrypter, System.getProperties());
    }

    /** Moves on a terminal; to be closed before anything else is printed. */
    final ConsoleProgress progress(Module module, boolean followsLog) {
        Terminal terminal = new Terminal(
                Terminal.isAttached(),
                session.getRequest().isInteractiveMode(),
                getLog().isInfoEnabled(),
                session.getRequest().getDegreeOfConcurrency(),
                System.getenv());
        Optional<MovingLine> moving =
                terminal.canRedraw() ? Optional.of(new MovingLine(StandardOutput::draw)) : Optional.empty();
        Optional<String> name =
                session.getRequest().getDegreeOfConcurrency() > 1 ? Optional.of(module.name()) : Optional.empty();
        return new ConsoleProgress(getLog()::info, moving, name, followsLog);
    }

    /** How the goal is configured in a module of the build in which it does not run now. */
    final Optional<GoalSettings> elsewhere(Module module) {
        return session.getProjects().stream()
                .filter(module::standsIn)
                .filter(it -> !it.equals(session.getCurrentProject()))
                .findFirst()
                .map(this::declared);
    }

    private GoalSettings declared(MavenProject other) {
        return GoalSettings.declared(
                PomConfiguration.of(other, session.getUserProperties(), execution.getExecutionId()));
    }

    private GoalSettings.Reach reach() {
        return new GoalSettings.Reach(
                new AwsSettings(given(profile), given(region), given(roleArn), given(endpoint)), environments);
    }

    /** A script may well type a property whose variable is empty. */
    private static Optional<String> given(String value) {
        return Optional.ofNullable(value).filter(text -> !text.isBlank());
    }
}
