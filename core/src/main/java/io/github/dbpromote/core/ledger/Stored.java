package io.github.dbpromote.core.ledger;

import java.time.Instant;

/**
 * An object as it was read.
 *
 * @param lastModified by S3's clock, in whole seconds
 */
@SuppressWarnings("ArrayRecordComponent") // It is read once and never compared.
record Stored(byte[] bytes, String etag, Instant lastModified) {}
