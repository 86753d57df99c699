package io.github.dbpromote.sandbox.events;

import io.github.dbpromote.sandbox.s3.CreatedObject;

/**
 * Which objects a bucket's notification configuration is about.
 *
 * @param bucket its name
 * @param prefix of the key; empty for any
 * @param suffix of the key; empty for any
 */
public record ObjectFilter(String bucket, String prefix, String suffix) {
    public ObjectFilter {
        if (bucket.isBlank()) {
            throw new IllegalArgumentException("a notification belongs to a bucket");
        }
    }

    boolean matches(CreatedObject created) {
        return created.bucket().equals(bucket)
                && created.key().startsWith(prefix)
                && created.key().endsWith(suffix);
    }
}
