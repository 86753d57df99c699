package io.github.dbpromote.plugin;

import io.github.dbpromote.core.problem.Refusal;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A goal that looks at every module of the reactor itself, and needs no POM where the database is named. */
abstract class AbstractReactorMojo extends AbstractDbMojo {
    /**
     * The databases of this build.
     *
     * @throws Refusal if there is none, the named one is not among them, or two modules have the same one
     */
    final List<Module> modules() {
        List<Module> all = databases();
        refuseDuplicates(all);
        Optional<String> asked = Optional.ofNullable(session.getUserProperties().getProperty("db.database"));
        return asked.map(name -> named(name, all)).orElseGet(() -> all(all));
    }

    private static List<Module> all(List<Module> modules) {
        if (modules.isEmpty()) {
            throw new Refusal(PluginProblems.noDatabase());
        }
        return modules;
    }

    private List<Module> named(String name, List<Module> all) {
        List<Module> found = all.stream()
                .filter(module -> module.database().value().equals(name))
                .toList();
        if (!found.isEmpty()) {
            return found;
        }
        if (all.size() > 1) {
            throw new Refusal(PluginProblems.unknownDatabase(
                    name, all.stream().map(module -> module.database().value()).toList()));
        }
        return List.of(
                all.isEmpty() ? Module.named(name, Path.of("")) : all.get(0).withDatabase(name));
    }

    private static void refuseDuplicates(List<Module> modules) {
        Set<String> seen = new HashSet<>();
        for (Module module : modules) {
            if (!seen.add(module.database().value())) {
                throw new Refusal(PluginProblems.sameDatabase(module.database().value()));
            }
        }
    }
}
