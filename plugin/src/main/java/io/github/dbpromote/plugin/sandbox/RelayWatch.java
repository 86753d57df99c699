package io.github.dbpromote.plugin.sandbox;

import io.github.dbpromote.core.progress.Waiting;
import io.github.dbpromote.plugin.report.Journey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Tells a person what the relay decides about what is on its way: each thing once, however often it decides so. */
public final class RelayWatch {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Path file;
    private final RelayLog log;
    private final Waiting.Sleeper sleeper;
    private final Consumer<String> out;
    private final Set<String> begun = new HashSet<>();
    private final Map<String, String> told = new HashMap<>();
    private boolean wasOver;

    /** @param stateDirectory of the sandbox in which the relay runs */
    public RelayWatch(Path stateDirectory, Consumer<String> out) {
        this(new StateDirectory(stateDirectory).functionLog(Relay.FUNCTION), Waiting.Sleeper.real(), out);
    }

    RelayWatch(Path file, Waiting.Sleeper sleeper, Consumer<String> out) {
        this.file = file;
        this.log = new RelayLog(file);
        this.sleeper = sleeper;
        this.out = out;
    }

    /** The relay's whole log. */
    public Path log() {
        return file;
    }

    /**
     * Tells on and on, until nothing more happens by itself.
     *
     * @param limit after which it ends in any case
     * @param look how far everything has come by now
     * @return how far everything has come at the end
     */
    public List<Journey> follow(Duration limit, Supplier<List<Journey>> look) {
        return new Waiting(InstantSource.system(), sleeper, INTERVAL, limit)
                .until(passed -> Optional.of(look.get()).filter(this::tell))
                .orElseGet(look);
    }

    /** @return whether there is no more to tell; the relay does so after each step, so that its last words come late */
    private boolean tell(List<Journey> journeys) {
        Map<String, Journey> byDatabase =
                journeys.stream().collect(Collectors.toMap(Journey::database, Function.identity()));
        log.next()
                .forEach(decision -> Optional.ofNullable(byDatabase.get(decision.database()))
                        .filter(journey -> isAbout(decision, journey))
                        .ifPresent(journey -> tell(decision)));
        boolean isOver = journeys.stream().allMatch(Journey::isOver);
        boolean isOverForLong = isOver && wasOver;
        wasOver = isOver;
        return isOverForLong;
    }

    /** What names no bundle is about this one from the first word on it. */
    private boolean isAbout(RelayDecision decision, Journey journey) {
        if (decision.bundle().isEmpty()) {
            return begun.contains(decision.database());
        }
        boolean isAbout = decision.bundle().equals(journey.bundle());
        if (isAbout) {
            begun.add(decision.database());
        }
        return isAbout;
    }

    private void tell(RelayDecision decision) {
        if (!decision.isIdle() && !decision.line().equals(told.put(decision.place(), decision.line()))) {
            out.accept(decision.line());
        }
    }
}
