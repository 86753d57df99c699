package io.github.dbpromote.core.gate;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The conditions that an environment puts on what is promoted into it. They are values: nothing here asks what time it is.
 *
 * @param soak how long a bundle must have succeeded in the source, more than zero
 * @param windows when promotions may begin; none means always
 * @param freezes when none may begin
 * @param quorum who has to approve, if anybody
 * @param overridable whether a person with a reason may pass closed gates over
 * @param unknown names of gates that this version does not know
 */
public record Gates(
        Optional<Duration> soak,
        List<ChangeWindow> windows,
        List<Freeze> freezes,
        Optional<Quorum> quorum,
        boolean overridable,
        List<String> unknown) {
    /** No condition. */
    public static final Gates NONE =
            new Gates(Optional.empty(), List.of(), List.of(), Optional.empty(), false, List.of());

    public Gates {
        windows = List.copyOf(windows);
        freezes = List.copyOf(freezes);
        unknown = List.copyOf(unknown);
    }

    /** The gates that are closed, the least movable first; none if the promotion may go. */
    public List<ClosedGate> check(Circumstances circumstances) {
        Instant now = circumstances.now();
        return Stream.<Optional<? extends ClosedGate>>of(
                        unknownOnes(),
                        circumstances.pause(),
                        frozen(now),
                        outsideWindows(now),
                        soaking(circumstances),
                        unapproved(circumstances))
                .<ClosedGate>flatMap(Optional::stream)
                .toList();
    }

    private Optional<ClosedGate> unknownOnes() {
        return unknown.isEmpty() ? Optional.empty() : Optional.of(new ClosedGate.Unknown(unknown));
    }

    /** A freeze that ends in another one does not end yet. */
    private Optional<ClosedGate> frozen(Instant now) {
        Optional<ZonedDateTime> until = Optional.empty();
        Optional<Freeze> freeze = covering(now);
        while (freeze.isPresent()) {
            until = freeze.map(Freeze::end);
            freeze = covering(until.orElseThrow().toInstant());
        }
        return until.map(ClosedGate.Frozen::new);
    }

    private Optional<Freeze> covering(Instant now) {
        return freezes.stream().filter(freeze -> freeze.covers(now)).findFirst();
    }

    private Optional<ClosedGate> outsideWindows(Instant now) {
        if (windows.stream().anyMatch(window -> window.isOpen(now))) {
            return Optional.empty();
        }
        return windows.stream()
                .map(window -> window.opens(now))
                .min(Comparator.comparing(ZonedDateTime::toInstant))
                .map(ClosedGate.OutsideWindow::new);
    }

    private Optional<ClosedGate> soaking(Circumstances circumstances) {
        return soak.flatMap(length -> {
            Instant since = circumstances.provenSince().orElse(circumstances.now());
            Duration left = Duration.between(circumstances.now(), since.plus(length));
            return left.isZero() || left.isNegative()
                    ? Optional.empty()
                    : Optional.of(new ClosedGate.Soaking(left, length));
        });
    }

    private Optional<ClosedGate> unapproved(Circumstances circumstances) {
        return quorum.flatMap(people -> {
            int standing = people.standing(circumstances).size();
            int needed = people.needed(circumstances.publisher());
            return standing >= needed
                    ? Optional.empty()
                    : Optional.of(new ClosedGate.Unapproved(
                            standing, needed, circumstances.publisher().isPresent(), circumstances.disregarded()));
        });
    }
}
