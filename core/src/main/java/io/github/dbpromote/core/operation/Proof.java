package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.model.Digest;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Receipt;
import java.time.Instant;

/**
 * That a bundle succeeded in an environment.
 *
 * @param since when the receipt was written, by S3's clock: what the host believed of the time is of no account
 */
record Proof(Order order, Receipt receipt, Instant since) {
    Digest bundle() {
        return receipt.bundle();
    }

    /** As the order of a promotion names it. */
    Order.Source source() {
        return new Order.Source(order.environment(), order.deployment());
    }
}
