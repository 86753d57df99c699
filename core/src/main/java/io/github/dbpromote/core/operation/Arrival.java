package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.model.Digest;
import io.github.dbpromote.core.model.Order.Publisher;
import java.time.Instant;
import java.util.Optional;

/**
 * A bundle that wants to come into an environment, with what gates ask about it.
 *
 * @param provenSince when it succeeded in the environment before; empty for what is published
 * @param publisher empty where no order tells
 */
record Arrival(Digest bundle, Optional<Instant> provenSince, Optional<Publisher> publisher) {
    static Arrival promoted(Proof proof) {
        return new Arrival(
                proof.bundle(), Optional.of(proof.since()), proof.order().publishedBy());
    }

    static Arrival published(Digest bundle, Publisher publisher) {
        return new Arrival(bundle, Optional.empty(), Optional.of(publisher));
    }
}
