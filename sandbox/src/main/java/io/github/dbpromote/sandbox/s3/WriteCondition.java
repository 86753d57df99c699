package io.github.dbpromote.sandbox.s3;

import io.github.dbpromote.sandbox.http.AwsError;
import io.github.dbpromote.sandbox.http.AwsRequest;
import java.util.Optional;

/** What must hold of the present object for a write to happen. */
sealed interface WriteCondition {
    /**
     * Lets a write pass, or refuses it.
     *
     * @param present empty if there is no object, also after it was deleted
     * @throws AwsError if the condition does not hold
     */
    void check(String key, Optional<StoredObject> present);

    record None() implements WriteCondition {
        @Override
        public void check(String key, Optional<StoredObject> present) {
            // Whatever is there, is replaced.
        }
    }

    /** {@code If-None-Match: *} */
    record Absent() implements WriteCondition {
        @Override
        public void check(String key, Optional<StoredObject> present) {
            if (present.isPresent()) {
                throw failed("If-None-Match");
            }
        }
    }

    /** {@code If-Match: etag} */
    record Matches(EntityTags wanted) implements WriteCondition {
        @Override
        public void check(String key, Optional<StoredObject> present) {
            StoredObject object =
                    present.orElseThrow(() -> S3Error.NO_SUCH_KEY.error().with("Key", key));
            if (!wanted.include(object.etag())) {
                throw failed("If-Match");
            }
        }
    }

    /**
     * Reads the condition off the headers.
     *
     * @throws AwsError for combinations that S3 does not know
     */
    static WriteCondition of(AwsRequest request) {
        Optional<String> match = request.header("If-Match");
        Optional<String> noneMatch = request.header("If-None-Match");
        if (noneMatch.isPresent() && (match.isPresent() || !noneMatch.get().equals("*"))) {
            throw S3Error.NOT_IMPLEMENTED.error().with("Header", "If-None-Match");
        }
        if (noneMatch.isPresent()) {
            return new Absent();
        }
        return match.<WriteCondition>map(value -> new Matches(EntityTags.parse(value)))
                .orElseGet(None::new);
    }

    private static AwsError failed(String header) {
        return S3Error.PRECONDITION_FAILED.error().with("Condition", header);
    }
}
