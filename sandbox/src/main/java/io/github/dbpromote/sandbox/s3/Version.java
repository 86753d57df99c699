package io.github.dbpromote.sandbox.s3;

/** One entry in the history of a key. */
sealed interface Version permits StoredObject, DeleteMarker {
    String id();

    /** Counts the versions of a key from 1. */
    long sequence();
}
