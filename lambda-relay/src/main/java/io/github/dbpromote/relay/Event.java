package io.github.dbpromote.relay;

import io.github.dbpromote.core.gate.UserId;
import io.github.dbpromote.core.model.DatabaseName;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.EnvironmentName;
import java.util.List;
import java.util.Optional;

/** Why the relay was woken. Each of these may come twice, late, in any order, or never. */
sealed interface Event {
    /**
     * A schedule: promote to the environment what is live in the one before.
     *
     * @param database empty for every database of that environment
     */
    record Promote(Optional<DatabaseName> database, EnvironmentName environment) implements Event {}

    /** A schedule: settle whatever has ended, and catch up on what an event was lost for. */
    record Sweep() implements Event {}

    /** S3 has new objects, of one event or of several. */
    record Created(List<ObjectKey> objects) implements Event {
        public Created {
            objects = List.copyOf(objects);
        }
    }

    /** A new object of S3. */
    sealed interface ObjectKey {
        /** A request to the relay. */
        record OfRequest(String bucket, DatabaseName database, UserId by, DeploymentId deployment)
                implements ObjectKey {}

        /** A host's receipt. */
        record OfReceipt(String bucket, DatabaseName database, DeploymentId deployment) implements ObjectKey {}

        /** Nothing that the relay has to do with. */
        record Other(String bucket, String key) implements ObjectKey {}
    }

    /**
     * A command has come to another status, which is only a hint.
     *
     * @param status as Systems Manager words it
     */
    record CommandChanged(String document, String command, String status) implements Event {}

    /**
     * Something that the relay has nothing to do with.
     *
     * @param what it is, as far as one can tell
     */
    record Foreign(String what) implements Event {}
}
