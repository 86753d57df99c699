package io.github.dbpromote.core.model;

import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Refusal;
import java.util.List;
import java.util.Objects;

/**
 * Why the relay did not do what a request asks for: created once. An order of the same id was overtaken, or could not be
 * sent.
 *
 * @param deployment the id of the request
 * @param problems what whoever asked is told; at least one
 * @param passing whether the same may be asked again at once: somebody else's deployment came first
 */
public record RecordedRefusal(DeploymentId deployment, List<Problem> problems, boolean passing) {

    public static final int FORMAT = 1;

    /** @throws IllegalArgumentException without any problem */
    public RecordedRefusal {
        Objects.requireNonNull(deployment, "deployment");
        problems = List.copyOf(problems);
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("a refusal says why");
        }
    }

    /** @throws Refusal if the object is malformed or of a newer format */
    public static RecordedRefusal parse(byte[] bytes, String where) {
        JsonObject json = JsonObject.parse(bytes, where, FORMAT);
        List<Problem> problems = json.objects("problems").stream()
                .map(problem -> new Problem(problem.text("code"), problem.text("summary"), problem.text("remedy")))
                .toList();
        if (problems.isEmpty()) {
            throw json.malformed("problems", "is empty");
        }
        return new RecordedRefusal(json.value("deployment", DeploymentId::new), problems, json.flag("passing"));
    }

    public byte[] toJson() {
        JsonDraft json = JsonDraft.empty();
        json.put("format", FORMAT);
        json.put("deployment", deployment.value());
        json.put("passing", passing);
        json.objects(
                "problems",
                problems,
                (problem, draft) -> draft.put("code", problem.code())
                        .put("summary", problem.summary())
                        .put("remedy", problem.remedy()));
        return json.bytes();
    }
}
