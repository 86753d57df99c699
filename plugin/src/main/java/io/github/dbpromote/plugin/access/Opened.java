package io.github.dbpromote.plugin.access;

import java.util.ArrayDeque;
import java.util.Deque;

/** What was opened so far, to be closed together, the newest first. */
final class Opened implements AutoCloseable {
    private final Deque<AutoCloseable> resources = new ArrayDeque<>();

    /** @return the resource */
    <T extends AutoCloseable> T add(T resource) {
        resources.push(resource);
        return resource;
    }

    /** Closes everything, also what comes after one that fails. */
    @Override
    public void close() {
        IllegalStateException failure = new IllegalStateException("could not close an AWS client");
        while (!resources.isEmpty()) {
            try {
                resources.pop().close();
            } catch (Exception e) {
                failure.addSuppressed(e);
            }
        }
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }
}
