package io.github.dbpromote.sandbox.http;

/** Why a request's signature is not accepted. */
enum SignatureProblem {
    MISSING,
    MALFORMED,
    UNKNOWN_KEY,
    INVALID_TOKEN,
    EXPIRED_TOKEN,
    CLOCK_SKEW,
    WRONG_SIGNATURE
}
