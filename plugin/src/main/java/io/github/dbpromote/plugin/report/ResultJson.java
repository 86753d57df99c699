package io.github.dbpromote.plugin.report;

import io.github.dbpromote.core.model.JsonDraft;
import io.github.dbpromote.core.problem.Problem;
import java.util.List;

/** The one shape in which goals answer machines, format 1; docs/results-json.md describes it. */
public final class ResultJson {
    private static final int FORMAT = 1;

    private ResultJson() {}

    /** @param problems of the goal as a whole; those of a database stand there */
    public static String document(List<? extends DatabaseResult> results, List<Problem> problems) {
        boolean success = problems.isEmpty() && results.stream().allMatch(DatabaseResult::success);
        JsonDraft document = JsonDraft.empty().put("format", FORMAT).put("success", success);
        document.objects("databases", results, DatabaseResult::writeTo);
        write(problems, document);
        return document.text().stripTrailing();
    }

    static void write(List<Problem> problems, JsonDraft json) {
        json.objects(
                "problems",
                problems,
                (problem, member) -> member.put("code", problem.code())
                        .put("summary", problem.summary())
                        .put("remedy", problem.remedy()));
    }
}
