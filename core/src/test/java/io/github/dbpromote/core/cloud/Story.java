package io.github.dbpromote.core.cloud;

import io.github.dbpromote.core.progress.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Remembers what an operation told, and lets a test do something at certain moments. */
public final class Story implements Progress {
    private final List<Event> events = new ArrayList<>();
    private Consumer<Sent> uponSent = sent -> {};
    private Consumer<Requested> uponRequested = requested -> {};
    private Consumer<Awaiting> uponAwaiting = awaiting -> {};
    private Consumer<Cancelling> uponCancelling = cancelling -> {};
    private Consumer<Storing> uponStoring = storing -> {};
    private Consumer<Queued> uponQueued = queued -> {};

    public Story whenSent(Consumer<Sent> action) {
        uponSent = action;
        return this;
    }

    public Story whenRequested(Consumer<Requested> action) {
        uponRequested = action;
        return this;
    }

    public Story whenAwaiting(Consumer<Awaiting> action) {
        uponAwaiting = action;
        return this;
    }

    public Story whenCancelling(Consumer<Cancelling> action) {
        uponCancelling = action;
        return this;
    }

    public Story whenStoring(Consumer<Storing> action) {
        uponStoring = action;
        return this;
    }

    public Story whenQueued(Consumer<Queued> action) {
        uponQueued = action;
        return this;
    }

    @Override
    public void on(Event event) {
        events.add(event);
        if (event instanceof Sent sent) {
            uponSent.accept(sent);
        } else if (event instanceof Requested requested) {
            uponRequested.accept(requested);
        } else if (event instanceof Awaiting awaiting) {
            uponAwaiting.accept(awaiting);
        } else if (event instanceof Cancelling cancelling) {
            uponCancelling.accept(cancelling);
        } else if (event instanceof Storing storing) {
            uponStoring.accept(storing);
        } else if (event instanceof Queued queued) {
            uponQueued.accept(queued);
        }
    }

    /** All events of that kind, in order. */
    public <T extends Event> List<T> all(Class<T> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    public <T extends Event> T last(Class<T> kind) {
        List<T> all = all(kind);
        return all.get(all.size() - 1);
    }
}
