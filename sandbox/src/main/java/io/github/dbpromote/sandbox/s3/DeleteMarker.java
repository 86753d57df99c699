package io.github.dbpromote.sandbox.s3;

/** As the newest version: there is no object any more. */
record DeleteMarker(String id, long sequence) implements Version {}
