package io.github.dbpromote.sandbox.events;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * How events reach their targets: at once and each once, unless somebody orders one of the disturbances that AWS allows
 * itself. Disturbances last until they are used up or {@link #undisturbed} is called.
 */
public final class Delivery {
    private final Consumer<Parcel> arrival;
    private final List<Predicate<Parcel>> losses = new ArrayList<>();
    private final List<Parcel> held = new ArrayList<>();
    private Optional<Random> shuffle = Optional.empty();
    private boolean duplicating;
    private boolean holding;
    private int losesNext;

    Delivery(Consumer<Parcel> arrival) {
        this.arrival = arrival;
    }

    /** Every event comes twice from now on, or once again. */
    public synchronized void duplicate(boolean each) {
        duplicating = each;
    }

    /** The next {@code count} events, at least 1, are lost. */
    public synchronized void loseNext(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("at least one event is lost, not " + count);
        }
        losesNext = count;
    }

    /** Every event that {@code lost} holds for is lost. */
    public synchronized void lose(Predicate<Parcel> lost) {
        losses.add(lost);
    }

    /** Events wait until {@link #release}. */
    public synchronized void hold() {
        holding = true;
    }

    /** What waits is let go in another order each time, always the same for the same seed. */
    public synchronized void shuffle(long seed) {
        shuffle = Optional.of(new Random(seed));
    }

    /** What waits, in the order in which it came. */
    public synchronized List<Parcel> held() {
        return List.copyOf(held);
    }

    /** Lets go what waits; what comes afterwards comes at once. */
    public void release() {
        List<Parcel> released;
        synchronized (this) {
            holding = false;
            released = new ArrayList<>(held);
            held.clear();
            shuffle.ifPresent(random -> Collections.shuffle(released, random));
        }
        released.forEach(arrival);
    }

    /** Ends all disturbances and lets go what waits. */
    public void undisturbed() {
        synchronized (this) {
            duplicating = false;
            losesNext = 0;
            losses.clear();
            shuffle = Optional.empty();
        }
        release();
    }

    void accept(Parcel parcel) {
        copies(parcel).forEach(arrival);
    }

    /** What arrives now: nothing, the parcel, or the parcel twice. */
    private synchronized List<Parcel> copies(Parcel parcel) {
        if (isLost(parcel)) {
            return List.of();
        }
        List<Parcel> copies = duplicating ? List.of(parcel, parcel) : List.of(parcel);
        if (holding) {
            held.addAll(copies);
            return List.of();
        }
        return copies;
    }

    private boolean isLost(Parcel parcel) {
        if (losesNext > 0) {
            losesNext--;
            return true;
        }
        return losses.stream().anyMatch(lost -> lost.test(parcel));
    }
}
