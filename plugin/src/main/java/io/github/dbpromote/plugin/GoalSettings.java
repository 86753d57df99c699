package io.github.dbpromote.plugin;

import io.github.dbpromote.plugin.access.AwsSettings;
import io.github.dbpromote.plugin.access.EnvironmentAccess;
import java.util.List;
import java.util.Optional;

/**
 * What a goal is configured with in one module. Into the module in which it runs Maven injects it; a goal that looks at
 * other modules reads it from their POMs, as Maven would have injected it there.
 *
 * @param skip whether the configuration leaves the goal out
 * @param environment only where one is named
 */
record GoalSettings(boolean skip, Optional<String> environment, Reach reach) {

    /**
     * How AWS is reached.
     *
     * @param own of environments that live elsewhere
     */
    record Reach(AwsSettings usual, List<EnvironmentAccess> own) {
        Reach {
            own = List.copyOf(own);
        }
    }

    static GoalSettings declared(PomConfiguration configuration) {
        return new GoalSettings(
                configuration.value("skip").filter(Boolean::parseBoolean).isPresent(),
                configuration.configured("environment").or(() -> configuration.property("env")),
                new Reach(
                        new AwsSettings(
                                configuration.value("profile"),
                                configuration.value("region"),
                                configuration.value("roleArn"),
                                configuration.value("endpoint")),
                        configuration.parts("environments").stream()
                                .map(GoalSettings::access)
                                .toList()));
    }

    private static EnvironmentAccess access(PomConfiguration.Parts parts) {
        return new EnvironmentAccess(
                parts.get("name").orElse(""),
                new AwsSettings(
                        parts.get("profile"), parts.get("region"), parts.get("roleArn"), parts.get("endpoint")));
    }
}
