package io.github.dbpromote.plugin;

import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.problem.Refusal;
import java.util.Optional;
import java.util.Properties;

/** Which environment the user means. */
final class RequestedEnvironment {
    private static final String SHORTHAND = "env";

    private RequestedEnvironment() {}

    /**
     * Finds what was asked for.
     *
     * @param configured the value of {@code db.env}, from the command line or an execution's configuration
     * @param typed what stands on the command line. Only there is {@code env} read: a property of that common name in a
     *     POM or in settings must not choose prod
     * @throws Refusal if both name an environment and differ
     */
    static Optional<EnvironmentName> of(String configured, Properties typed) {
        Optional<EnvironmentName> full = named(configured);
        Optional<EnvironmentName> brief = named(typed.getProperty(SHORTHAND));
        if (full.isPresent() && brief.isPresent() && !full.equals(brief)) {
            throw new Refusal(PluginProblems.contradictoryEnvironments(full.get(), brief.get()));
        }
        return full.or(() -> brief);
    }

    private static Optional<EnvironmentName> named(String value) {
        return Optional.ofNullable(value).filter(text -> !text.isBlank()).map(EnvironmentName::new);
    }
}
