package io.github.dbpromote.plugin;

import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.plugin.artifacts.BundleArtifact;
import io.github.dbpromote.plugin.artifacts.MigrationArtifacts;
import io.github.dbpromote.plugin.artifacts.Repositories;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.RepositorySystem;

/**
 * The modules of a build, and which database each has: one rule for every goal. A name in the POM is the name, and
 * {@code -Ddb.database} selects. Only where a build is a single module that names none does the command line name it:
 * anywhere else the same name would fall to several modules.
 */
final class Modules {
    private static final String DATABASE = "db.database";
    private static final String ARTIFACT = "db.artifact";
    private static final PomProperty NAME = new PomProperty(DATABASE);

    private final MavenSession session;
    private final RepositorySystem repositorySystem;

    Modules(MavenSession session, RepositorySystem repositorySystem) {
        this.session = session;
        this.repositorySystem = repositorySystem;
    }

    /** Whether the build is a single module; those that -pl leaves out count too. */
    boolean isSingle() {
        return session.getAllProjects().size() == 1;
    }

    /** Whether a command has to name that database, or else would mean other ones too, or none. */
    boolean isToBeNamed(Module module) {
        return asked().isPresent()
                || !names(withMigrations(session.getAllProjects())).equals(List.of(module.name()));
    }

    /** Whether Maven has made its project up, because there is no POM. */
    boolean isWithoutPom() {
        return withPom(session.getAllProjects()).findAny().isEmpty();
    }

    /** What the command line names. */
    Optional<String> asked() {
        return given(session.getUserProperties().getProperty(DATABASE));
    }

    Module of(MavenProject project, ModuleSettings settings) {
        String name = settings.database()
                .or(() -> NAME.of(project, session.getUserProperties()).filter(it -> !it.isBlank()))
                .or(() -> asked().filter(it -> isSingle()))
                .orElseGet(project::getArtifactId);
        return Module.of(
                project,
                name,
                settings.directories(),
                new MigrationArtifacts(settings.migrationArtifacts(), repositories(project)));
    }

    /** With what its POM declares. */
    Module of(MavenProject project) {
        return of(project, ModuleSettings.declared(project, session.getUserProperties()));
    }

    /**
     * Whether the goal is to work on that module.
     *
     * @throws Refusal if no module at all has the database of the command line: each of them would be passed over, and
     *     nothing would be done in silence
     */
    boolean isSelected(Module module) {
        Optional<String> asked = asked();
        if (asked.isEmpty() || asked.get().equals(module.name())) {
            return true;
        }
        List<Module> known = withMigrations(session.getProjects());
        if (known.stream().noneMatch(it -> it.name().equals(asked.get()))) {
            throw new Refusal(PluginProblems.unknownDatabase(asked.get(), names(known)));
        }
        return false;
    }

    /**
     * The modules that a goal for the whole build works on.
     *
     * @return none only where the build has none, and none is asked for
     * @throws Refusal if the one asked for is not among them, two modules have the same one, or a name is malformed
     */
    List<Module> selected() {
        return selected(project -> true);
    }

    /** Of those whose POM does not keep the goal from them. */
    List<Module> selected(Predicate<MavenProject> takesPart) {
        refuseDuplicates(withMigrations(session.getAllProjects()));
        List<Module> all =
                withMigrations(session.getProjects().stream().filter(takesPart).toList());
        List<Module> selected = asked().map(name -> named(name, all)).orElse(all);
        selected.forEach(Module::database);
        return selected;
    }

    private List<Module> named(String name, List<Module> all) {
        if (all.isEmpty() && isSingle()) {
            return List.of(Module.named(name));
        }
        List<Module> found =
                all.stream().filter(module -> module.name().equals(name)).toList();
        if (found.isEmpty()) {
            throw new Refusal(PluginProblems.unknownDatabase(name, names(all)));
        }
        return found;
    }

    /**
     * What -Ddb.artifact publishes: a bundle of a repository in place of a module's own migrations. Its database is the
     * one that the command line names, else that of the module which has the bundle's groupId and artifactId, else called
     * like the artifact.
     *
     * @throws Refusal if the coordinates are malformed
     */
    Optional<NamedBundle> namedBundle() {
        return Optional.ofNullable(session.getUserProperties().getProperty(ARTIFACT))
                .map(text -> BundleArtifact.of(text, repositories(session.getCurrentProject())))
                .map(bundle -> namedBundle(bundle, asked().orElseGet(() -> databaseOf(bundle))));
    }

    private String databaseOf(BundleArtifact bundle) {
        return withPom(session.getAllProjects())
                .filter(project -> project.getGroupId().equals(bundle.groupId()))
                .filter(project -> project.getArtifactId().equals(bundle.artifactId()))
                .map(project -> of(project).name())
                .findFirst()
                .orElse(bundle.artifactId());
    }

    /** Where no module has that database, the whole build's own project stands in for one. */
    private NamedBundle namedBundle(BundleArtifact bundle, String database) {
        return withPom(session.getProjects())
                .filter(project -> of(project).name().equals(database))
                .min(Comparator.comparing(project -> !of(project).hasMigrations()))
                .map(project -> new NamedBundle(bundle, of(project).with(bundle), project))
                .orElseGet(() -> new NamedBundle(bundle, Module.of(database, bundle), session.getTopLevelProject()));
    }

    /** @throws Refusal if another module has the database of this one */
    void refuseDuplicatesOf(Module module, MavenProject project) {
        List<MavenProject> others = session.getAllProjects().stream()
                .filter(it -> !it.equals(project) && !module.standsIn(it))
                .toList();
        if (withMigrations(others).stream().anyMatch(it -> it.name().equals(module.name()))) {
            throw new Refusal(PluginProblems.sameDatabase(module.name()));
        }
    }

    private static void refuseDuplicates(List<Module> modules) {
        Set<String> seen = new HashSet<>();
        for (Module module : modules) {
            if (!seen.add(module.name())) {
                throw new Refusal(PluginProblems.sameDatabase(module.name()));
            }
        }
    }

    private List<Module> withMigrations(List<MavenProject> projects) {
        return withPom(projects).map(this::of).filter(Module::hasMigrations).toList();
    }

    /** All but the one that Maven makes up where there is none. */
    private static Stream<MavenProject> withPom(List<MavenProject> projects) {
        return projects.stream().filter(project -> project.getFile() != null);
    }

    private Repositories repositories(MavenProject project) {
        return new Repositories(
                repositorySystem, session.getRepositorySession(), project.getRemoteProjectRepositories());
    }

    static List<String> names(List<Module> modules) {
        return modules.stream().map(Module::name).toList();
    }

    private static Optional<String> given(String value) {
        return Optional.ofNullable(value).filter(text -> !text.isBlank());
    }
}
