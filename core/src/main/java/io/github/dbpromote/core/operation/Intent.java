package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.model.Digest;
import io.github.dbpromote.core.model.Ledger;
import java.util.List;

/** What is to be done at a stage, once nothing speaks against it. */
sealed interface Intent {
    Digest bundle();

    /** The bundle is live already, and nothing was tried since. */
    record Nothing(Ledger.Live live) implements Intent {
        @Override
        public Digest bundle() {
            return live.bundle();
        }
    }

    /**
     * It is to be delivered.
     *
     * @param pending the scripts that the host will apply, as far as the schema history tells
     */
    record Deploy(Assignment assignment, List<String> pending) implements Intent {
        public Deploy {
            pending = List.copyOf(pending);
        }

        @Override
        public Digest bundle() {
            return assignment.bundle().digest();
        }
    }
}
