package io.github.dbpromote.plugin;

import io.github.dbpromote.core.problem.Outage;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Refusal;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What went wrong with one database or environment while the goal went on with the others. */
final class Setbacks {
    private final Set<Problem> problems = new LinkedHashSet<>();
    private Optional<Outage> outage = Optional.empty();

    /** Takes a step, and keeps what it fails with for the end; only an interrupted goal does not go on. */
    void attempt(Runnable step) {
        try {
            step.run();
        } catch (Refusal e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            add(e.problems());
        } catch (Outage e) {
            outage = Optional.of(e);
            add(List.of(e.problem()));
        }
    }

    void add(Collection<Problem> more) {
        problems.addAll(more);
    }

    /**
     * Ends the goal, if there were any.
     *
     * @throws Refusal with all of them
     * @throws Outage if there was nothing else, so that its cause is not lost
     */
    void refuse() {
        if (problems.size() == 1 && outage.isPresent()) {
            throw outage.get();
        }
        if (!problems.isEmpty()) {
            throw new Refusal(List.copyOf(problems));
        }
    }
}
