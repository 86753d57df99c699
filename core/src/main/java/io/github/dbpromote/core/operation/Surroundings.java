package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.progress.Progress;
import io.github.dbpromote.core.progress.Waiting;
import java.time.InstantSource;

/** What an operation gets from the program around it: time to measure waits by, a way to wait, somebody to tell. */
public record Surroundings(InstantSource clock, Waiting.Sleeper sleeper, Progress progress) {
    /** Real time. */
    public static Surroundings real(Progress progress) {
        return new Surroundings(InstantSource.system(), Waiting.Sleeper.real(), progress);
    }
}
