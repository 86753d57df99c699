package io.github.dbpromote.sandbox.http;

/** What the latest requests with a valid signature needed of IAM; one request may need several permissions, or none. */
public final class AccessLog extends Latest<Access> {}
