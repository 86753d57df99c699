package io.github.dbpromote.plugin;

import io.github.dbpromote.core.problem.Outage;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Refusal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The commands in what a person reads, as they have to be typed here. Where a build has several databases, or none of its
 * own, a command names the one that it is about; where there is no POM, it names the plugin too.
 *
 * @param prefix of the goals, without its colon
 * @param options to add to each command, with a blank before them; empty for none
 */
record Commands(String prefix, String options) {
    private static final Pattern COMMAND = Pattern.compile("mvn db:([a-z-]+(?: -Denv=[a-z0-9-]+)?)");

    String in(String text) {
        return COMMAND.matcher(text)
                .replaceAll(command -> Matcher.quoteReplacement("mvn " + prefix + ":" + command.group(1) + options));
    }

    private Problem in(Problem problem) {
        return new Problem(problem.code(), in(problem.summary()), in(problem.remedy()));
    }

    /**
     * Takes a step.
     *
     * @throws Refusal as the step does, with these commands
     * @throws Outage likewise
     */
    void apply(Runnable step) {
        try {
            step.run();
        } catch (Refusal e) {
            throw new Refusal(e.problems().stream().map(this::in).toList());
        } catch (Outage e) {
            throw new Outage(in(e.problem()), e.getCause());
        }
    }
}
