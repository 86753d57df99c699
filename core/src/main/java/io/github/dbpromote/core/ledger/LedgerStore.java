package io.github.dbpromote.core.ledger;

import io.github.dbpromote.core.model.DatabaseName;
import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.model.Ledger;
import io.github.dbpromote.core.problem.Outage;
import io.github.dbpromote.core.problem.Problems;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The one mutable object of a database in an environment. It is replaced only against the very version that was read,
 * which S3 compares by ETag; the random writer in each version tells a lost answer from somebody else's change.
 */
public final class LedgerStore {
    private static final int ATTEMPTS = 5;

    private final Bucket bucket;
    private final String key;

    public LedgerStore(Environment environment, S3Client s3) {
        this(Bucket.of(environment, s3), environment.database());
    }

    /** For the host, which knows its bucket from its own configuration. */
    public LedgerStore(DatabaseName database, String bucket, String bucketOwner, S3Client s3) {
        this(new Bucket(s3, bucket, bucketOwner), database);
    }

    LedgerStore(Bucket bucket, DatabaseName database) {
        this.bucket = bucket;
        this.key = database + "/ledger.json";
    }

    /**
     * A ledger as it was read.
     *
     * @param etag empty before the first deployment, when no object exists
     * @param at S3's time of the answer
     */
    public record Version(Ledger ledger, Optional<String> etag, Instant at) {}

    /** A version and the one that followed it. */
    public record Change(Version before, Version after) {}

    public Version read() {
        Bucket.Read read = bucket.read(key);
        return read.object()
                .map(object -> new Version(
                        Ledger.parse(object.bytes(), bucket.where(key)), Optional.of(object.etag()), read.at()))
                .orElseGet(() -> new Version(Ledger.EMPTY, Optional.empty(), read.at()));
    }

    /**
     * Replaces the version that was read.
     *
     * @param change makes the next ledger for a writer, a random word
     * @return the new version, or empty if somebody else changed it first
     * @throws Outage if S3 cannot decide, again and again
     */
    public Optional<Version> replace(Version read, Function<String, Ledger> change) {
        String writer = RandomWord.next();
        Ledger next = change.apply(writer);
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Bucket.Written written = write(read, next);
            if (written.confirmed()) {
                return Optional.of(new Version(next, written.etag(), read.at()));
            }
            Version now = read();
            if (now.ledger().writer().equals(writer)) {
                return Optional.of(now);
            }
            if (!now.etag().equals(read.etag())) {
                return Optional.empty();
            }
        }
        throw new Outage(Problems.undecidedWrite(bucket.where(key), ATTEMPTS), null);
    }

    /**
     * Reads and replaces, again and again while others are quicker: for a change that stands beside a deployment and needs
     * no turn.
     *
     * @param change makes the next ledger of the version that stands now, for a writer; it may refuse
     * @return empty if others were quicker each time
     * @throws Outage if S3 cannot decide, again and again
     */
    public Optional<Change> update(BiFunction<Version, String, Ledger> change) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Version before = read();
            Optional<Version> after = replace(before, writer -> change.apply(before, writer));
            if (after.isPresent()) {
                return Optional.of(new Change(before, after.get()));
            }
        }
        return Optional.empty();
    }

    /**
     * Replaces the version that was read, or whatever others have made of it, as long as the change is due: for what is
     * decided already, whatever else has changed beside it.
     *
     * @param due whether the change has still to be written to that ledger
     * @param change makes the next ledger of the one that stands now, for a writer
     * @return empty if it is not due any more
     * @throws Outage if S3 cannot decide, or others were quicker, again and again
     */
    public Optional<Version> replaceWhile(
            Version read, Predicate<Ledger> due, BiFunction<Ledger, String, Ledger> change) {
        Version now = read;
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Ledger standing = now.ledger();
            if (!due.test(standing)) {
                return Optional.empty();
            }
            Optional<Version> next = replace(now, writer -> change.apply(standing, writer));
            if (next.isPresent()) {
                return next;
            }
            now = read();
        }
        throw new Outage(Problems.undecidedWrite(bucket.where(key), ATTEMPTS), null);
    }

    private Bucket.Written write(Version read, Ledger next) {
        return read.etag()
                .map(etag -> bucket.replace(key, etag, next.toJson(), MediaType.JSON))
                .orElseGet(() -> bucket.create(key, next.toJson(), MediaType.JSON));
    }
}
