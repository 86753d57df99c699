package io.github.dbpromote.plugin;

import io.github.dbpromote.core.problem.Refusal;
import java.util.List;

/** A goal that looks at every module of the reactor itself, and needs no POM where the database is named. */
abstract class AbstractReactorMojo extends AbstractDbMojo {
    /**
     * The databases of this build.
     *
     * @throws Refusal if there is none, the named one is not among them, or two modules have the same one
     */
    final List<Module> databases() {
        List<Module> selected = modules().selected();
        if (selected.isEmpty()) {
            throw new Refusal(PluginProblems.noDatabase());
        }
        return selected;
    }
}
