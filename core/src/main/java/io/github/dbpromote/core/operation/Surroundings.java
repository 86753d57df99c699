package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.progress.Progress;
import io.github.dbpromote.core.progress.Waiting;
import java.time.InstantSource;

/**
 * What an operation gets from the program around it: time to measure waits by, a way to wait, somebody to tell.
 *
 * @param isRelay whether the program is the relay, which alone sends and settles where an environment says so
 */
public record Surroundings(InstantSource clock, Waiting.Sleeper sleeper, Progress progress, boolean isRelay) {
    /** Of a program that people call. */
    public Surroundings(InstantSource clock, Waiting.Sleeper sleeper, Progress progress) {
        this(clock, sleeper, progress, false);
    }

    /** Real time. */
    public static Surroundings real(Progress progress) {
        return new Surroundings(InstantSource.system(), Waiting.Sleeper.real(), progress);
    }

    /** Of the relay. */
    public static Surroundings ofRelay(Progress progress) {
        return new Surroundings(InstantSource.system(), Waiting.Sleeper.real(), progress, true);
    }

    /** Whether somebody else has to be asked to send to that environment, and to write its ledger. */
    boolean mustAskRelay(Stage stage) {
        return !isRelay && stage.environment().trigger() == Environment.Trigger.RELAY;
    }
}
