package io.github.dbpromote.core.model;

import io.github.dbpromote.core.gate.ChangeWindow;
import io.github.dbpromote.core.gate.Freeze;
import io.github.dbpromote.core.gate.Gates;
import io.github.dbpromote.core.gate.Quorum;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Reads the member {@code gates} of an environment's parameter, and tells everything that is wrong in it at once. */
final class GatesReader {
    private static final Set<String> KNOWN =
            Set.of("soak", "windows", "freeze", "approvals", "approvalLifetime", "override");

    private static final Duration LONGEST = Duration.ofDays(365);

    private final JsonObject json;
    private final List<Problem> problems = new ArrayList<>();

    private GatesReader(JsonObject json) {
        this.json = json;
    }

    /** @throws Refusal that names each malformed member */
    static Gates read(JsonObject json) {
        return new GatesReader(json).gates();
    }

    private Gates gates() {
        Optional<Duration> soak = duration("soak");
        List<ChangeWindow> windows = attempt(() -> json.optionalValues("windows", ChangeWindow::parse), List.of());
        List<Freeze> freezes = attempt(() -> json.optionalValues("freeze", Freeze::parse), List.of());
        Optional<Quorum> quorum = quorum(duration("approvalLifetime").orElse(Quorum.DEFAULT_LIFETIME));
        boolean overridable = attempt(() -> json.has("override") && json.flag("override"), false);
        if (!problems.isEmpty()) {
            throw new Refusal(problems);
        }
        return new Gates(soak, windows, freezes, quorum, overridable, unknown());
    }

    private Optional<Duration> duration(String member) {
        return attempt(() -> json.optionalValue(member, GatesReader::positive), Optional.empty());
    }

    private static Duration positive(String text) {
        Duration duration = Duration.parse(text.toUpperCase(Locale.ROOT));
        if (duration.isNegative() || duration.isZero() || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("is not more than PT0S and at most P365D");
        }
        return duration;
    }

    private Optional<Quorum> quorum(Duration lifetime) {
        return attempt(
                () -> json.optionalInteger("approvals").map(people -> quorum(people, lifetime)), Optional.empty());
    }

    private Quorum quorum(int people, Duration lifetime) {
        try {
            return new Quorum(people, lifetime);
        } catch (IllegalArgumentException e) {
            throw json.malformed("approvals", people + " " + e.getMessage());
        }
    }

    private List<String> unknown() {
        return json.members().stream().filter(member -> !KNOWN.contains(member)).toList();
    }

    private <T> T attempt(Supplier<T> reading, T otherwise) {
        try {
            return reading.get();
        } catch (Refusal e) {
            problems.addAll(e.problems());
            return otherwise;
        }
    }
}
