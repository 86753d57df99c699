package io.github.dbpromote.plugin.access;

import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The elements of {@code <environments>} by their names. */
public final class OwnAccesses {
    private OwnAccesses() {}

    /** @throws Refusal with all problems: names that are missing, malformed or there twice */
    public static Map<EnvironmentName, AwsSettings> byName(List<EnvironmentAccess> accesses) {
        Map<EnvironmentName, AwsSettings> byName = new LinkedHashMap<>();
        List<Problem> problems = new ArrayList<>();
        for (EnvironmentAccess access : accesses) {
            try {
                EnvironmentName name = name(access);
                if (byName.put(name, access.settings()) != null) {
                    problems.add(AccessProblems.sameEnvironment(name.value()));
                }
            } catch (Refusal e) {
                problems.addAll(e.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new Refusal(problems);
        }
        return byName;
    }

    private static EnvironmentName name(EnvironmentAccess access) {
        if (access.name().isBlank()) {
            throw new Refusal(AccessProblems.namelessEnvironment());
        }
        return new EnvironmentName(access.name());
    }
}
