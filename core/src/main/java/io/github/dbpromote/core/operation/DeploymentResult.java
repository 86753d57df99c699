package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.host.Command;
import io.github.dbpromote.core.model.Digest;
import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.model.Ledger;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Receipt;
import java.util.Optional;

/** How publishing or promoting ended, as far as the caller saw it. */
public sealed interface DeploymentResult {
    Environment environment();

    Digest bundle();

    /** The bundle is live there already, and nothing was tried since. Nothing was sent. */
    record NothingToDo(Environment environment, Ledger.Live live) implements DeploymentResult {
        @Override
        public Digest bundle() {
            return live.bundle();
        }
    }

    /** The host left a receipt: it succeeded, failed, or is ambiguous. */
    record Finished(Environment environment, Order order, Receipt receipt, Optional<Ledger.Live> live)
            implements DeploymentResult {
        @Override
        public Digest bundle() {
            return order.bundle();
        }
    }

    /**
     * No host started it, and none can any more.
     *
     * @param reason what Systems Manager or the host said
     */
    record NotStarted(Environment environment, Order order, String reason) implements DeploymentResult {
        @Override
        public Digest bundle() {
            return order.bundle();
        }
    }

    /**
     * It goes on, on the host; only the caller has stopped waiting.
     *
     * @param why the caller stopped: limit, credentials, or because it was not to wait at all
     */
    record StillRunning(Environment environment, Order order, Optional<Command> command, Why why)
            implements DeploymentResult {
        @Override
        public Digest bundle() {
            return order.bundle();
        }
    }

    /**
     * A host had claimed it, its command is over, and there is no receipt: nobody here knows what was applied.
     *
     * @param said the last that Systems Manager or the host said
     */
    record Lost(Environment environment, Order order, String host, String said) implements DeploymentResult {
        @Override
        public Digest bundle() {
            return order.bundle();
        }
    }

    /** Why a caller stopped waiting. */
    enum Why {
        /** It was asked to send and return. */
        NOT_ASKED_TO,
        LIMIT_REACHED,
        CREDENTIALS_EXPIRED
    }
}
