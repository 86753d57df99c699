package io.github.dbpromote.plugin;

import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** Which property, if any, leaves a goal out: {@code db.skip} all of them, {@code db.skip.publish} that one. */
final class Skipping {
    private static final String ALL = "db.skip";

    private Skipping() {}

    /**
     * The property to name to the user.
     *
     * @param all the value of {@code db.skip}, which an execution may configure too
     * @param typed what stands on the command line; it overrules the project, so that a goal that a POM skips can be had
     * @param project of the POM, or of a parent's
     */
    static Optional<String> property(boolean all, String goal, Properties typed, Properties project) {
        String own = ALL + "." + goal;
        if (all) {
            return Optional.of(ALL);
        }
        return Stream.of(typed, project)
                .map(properties -> properties.getProperty(own))
                .filter(value -> value != null)
                .findFirst()
                .filter(Boolean::parseBoolean)
                .map(value -> own);
    }
}
