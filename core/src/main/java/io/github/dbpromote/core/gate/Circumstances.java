package io.github.dbpromote.core.gate;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What gates are evaluated by. All times are by S3's clock, so that nobody's own clock opens one.
 *
 * @param now when the ledger was read that the promotion is going to replace
 * @param provenSince since when the source's receipt stands there; empty for what no source has proved
 * @param pause if a person has closed the environment
 * @param approvals of this bundle in this environment, expired ones among them
 * @param disregarded the keys of what stands among the approvals and is none
 * @param publisher who published the bundle; empty where that is not known
 */
public record Circumstances(
        Instant now,
        Optional<Instant> provenSince,
        Optional<ClosedGate.Paused> pause,
        List<Approval> approvals,
        List<String> disregarded,
        Optional<UserId> publisher) {
    public Circumstances {
        approvals = List.copyOf(approvals);
        disregarded = List.copyOf(disregarded);
    }
}
