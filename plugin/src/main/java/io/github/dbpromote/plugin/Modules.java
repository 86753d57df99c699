package io.github.dbpromote.plugin;

import io.github.dbpromote.core.problem.Refusal;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;

/**
 * The modules of a build, and which database each has: one rule for every goal. A name in the POM is the name, and
 * {@code -Ddb.database} selects. Only where a build is a single module that names none does the command line name it:
 * anywhere else the same name would fall to several modules.
 */
final class Modules {
    private static final String DATABASE = "db.database";

    private final MavenSession session;

    Modules(MavenSession session) {
        this.session = session;
    }

    /** Whether the build is a single module; those that -pl leaves out count too. */
    boolean isSingle() {
        return session.getAllProjects().size() == 1;
    }

    /** What the command line names. */
    Optional<String> asked() {
        return given(session.getUserProperties().getProperty(DATABASE));
    }

    Module of(MavenProject project, ModuleSettings settings) {
        String name = settings.database()
                .or(() -> given(project.getProperties().getProperty(DATABASE)))
                .or(() -> asked().filter(it -> isSingle()))
                .orElseGet(project::getArtifactId);
        return Module.of(project, name, settings.directories());
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
        refuseDuplicates(withMigrations(session.getAllProjects()));
        List<Module> all = withMigrations(session.getProjects());
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

    /** @throws Refusal if another module has the database of this one */
    void refuseDuplicatesOf(Module module, MavenProject project) {
        List<MavenProject> others = session.getAllProjects().stream()
                .filter(it -> !it.equals(project))
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
        return projects.stream()
                .filter(project -> project.getFile() != null)
                .map(this::of)
                .filter(Module::hasMigrations)
                .toList();
    }

    private static List<String> names(List<Module> modules) {
        return modules.stream().map(Module::name).toList();
    }

    private static Optional<String> given(String value) {
        return Optional.ofNullable(value).filter(text -> !text.isBlank());
    }
}
