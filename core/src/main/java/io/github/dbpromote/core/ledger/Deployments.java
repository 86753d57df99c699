package io.github.dbpromote.core.ledger;

import io.github.dbpromote.core.bundle.Bundle;
import io.github.dbpromote.core.model.Claim;
import io.github.dbpromote.core.model.Clearance;
import io.github.dbpromote.core.model.DatabaseName;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.Digest;
import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Receipt;
import io.github.dbpromote.core.model.RecordedRefusal;
import io.github.dbpromote.core.problem.Outage;
import io.github.dbpromote.core.problem.Problems;
import io.github.dbpromote.core.problem.Refusal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.S3Client;

/** The objects of a database in an environment that are created once and never change. */
public final class Deployments {
    private static final int ATTEMPTS = 5;
    private static final String ORDER = "order.json";
    private static final String CLEARANCE = "clearance.json";
    private static final String REFUSAL = "refusal.json";
    private static final Pattern BUNDLE = Pattern.compile("(?<digest>[0-9a-f]{64})\\.jar");
    private static final Pattern RECEIPT = Pattern.compile("(?<deployment>d-[0-9a-z-]{8,40})/receipt\\.json");

    private final Bucket bucket;
    private final DatabaseName database;
    private final Optional<EnvironmentName> environment;

    public Deployments(Environment environment, S3Client s3) {
        this(
                environment.database(),
                Optional.of(environment.name()),
                environment.bucket(),
                environment.bucketOwner(),
                s3);
    }

    /** For the host, which knows its bucket and its environment from its own configuration, and checks the latter. */
    public Deployments(DatabaseName database, String bucket, String bucketOwner, S3Client s3) {
        this(database, Optional.empty(), bucket, bucketOwner, s3);
    }

    private Deployments(
            DatabaseName database,
            Optional<EnvironmentName> environment,
            String bucket,
            String bucketOwner,
            S3Client s3) {
        this.environment = environment;
        this.bucket = new Bucket(s3, bucket, bucketOwner);
        this.database = database;
    }

    /**
     * Something that was read.
     *
     * @param since when it was written, by S3's clock; the same as {@code at} if there is nothing
     * @param at when it was read, by S3's clock
     */
    public record Dated<T>(T value, Instant since, Instant at) {}

    /** The same bytes may be there already: then this does nothing. */
    public void store(Bundle bundle) {
        bucket.store(bundleKey(bundle.digest()), bundle.bytes(), MediaType.JAR);
    }

    public void store(Order order) {
        bucket.store(key(order.deployment(), ORDER), order.toJson(), MediaType.JSON);
    }

    /**
     * Like {@link #store(Order)}, where the same deployment may have been ordered before, at another time.
     *
     * @return the order that stands
     * @throws Refusal if that one is about something else, or somebody else's
     */
    public Order order(Order mine) {
        String key = key(mine.deployment(), ORDER);
        Order standing = decide(
                key, mine, mine.toJson(), () -> findOrder(mine.deployment()).map(Dated::value));
        boolean same = standing.bundle().equals(mine.bundle())
                && standing.action() == mine.action()
                && standing.requestedById().equals(mine.requestedById());
        if (!same) {
            throw new Refusal(Problems.foreignOrder(bucket.where(key)));
        }
        return standing;
    }

    public void store(Receipt receipt) {
        bucket.store(key(receipt.deployment(), "receipt.json"), receipt.toJson(), MediaType.JSON);
    }

    /**
     * Tries to be the one who decides about the deployment.
     *
     * @return the claim that stands: the given one, or the one that was quicker
     */
    public Claim claim(DeploymentId deployment, Claim.Kind kind, String by) {
        return claim(new Claim(deployment, kind, RandomWord.next(), by));
    }

    /**
     * Tries to be the one who decides about the deployment. The writer tells two attempts of one host apart.
     *
     * @return the claim that stands: equal to the given one if it won
     */
    public Claim claim(Claim mine) {
        DeploymentId deployment = mine.deployment();
        return decide(
                key(deployment, "claim.json"),
                mine,
                mine.toJson(),
                () -> readClaim(deployment).value());
    }

    /**
     * Tries to void a deployment that nobody shall start any more, and says why.
     *
     * @return the claim that stands: the host's, if that was quicker
     */
    public Claim cancel(DeploymentId deployment, String by, String reason) {
        return claim(
                new Claim(deployment, Claim.Kind.VOID, RandomWord.next(), by, Optional.empty(), Optional.of(reason)));
    }

    /**
     * Records what a person found out.
     *
     * @return the clearance that stands: equal to the given one, unless somebody was quicker
     */
    public Clearance clear(Clearance mine) {
        DeploymentId deployment = mine.deployment();
        return decide(key(deployment, CLEARANCE), mine, mine.toJson(), () -> readClearance(deployment));
    }

    /** Records why there will be no order, unless that is recorded already. */
    public void refuse(RecordedRefusal mine) {
        DeploymentId deployment = mine.deployment();
        decide(key(deployment, REFUSAL), mine, mine.toJson(), () -> readRefusal(deployment));
    }

    /** Creates what can be created once, and tells what stands. */
    private <T> T decide(String key, T mine, byte[] bytes, Supplier<Optional<T>> reader) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            if (bucket.create(key, bytes, MediaType.JSON).confirmed()) {
                return mine;
            }
            Optional<T> standing = reader.get();
            if (standing.isPresent()) {
                return standing.get();
            }
        }
        throw new Outage(Problems.undecidedWrite(bucket.where(key), ATTEMPTS), null);
    }

    /** @throws Refusal if the bytes are not those that the digest names, or there are none */
    public Bundle readBundle(Digest digest) {
        String key = bundleKey(digest);
        byte[] bytes = bucket.read(key)
                .object()
                .orElseThrow(() -> new Refusal(Problems.missingObject(bucket.where(key))))
                .bytes();
        if (!Digest.of(bytes).equals(digest)) {
            throw new Refusal(Problems.digestMismatch(
                    bucket.where(key), digest.value(), Digest.of(bytes).value()));
        }
        return new Bundle(bytes);
    }

    /** @throws Refusal if there is none: what the ledger names must exist */
    public Dated<Order> readOrder(DeploymentId deployment) {
        return findOrder(deployment)
                .orElseThrow(() -> new Refusal(Problems.missingObject(bucket.where(key(deployment, ORDER)))));
    }

    /** The order of a deployment that a person names, who may be mistaken. */
    public Optional<Dated<Order>> findOrder(DeploymentId deployment) {
        String key = key(deployment, ORDER);
        Bucket.Read read = bucket.read(key);
        return read.object()
                .map(object -> new Dated<>(order(deployment, key, object), object.lastModified(), read.at()));
    }

    private Order order(DeploymentId deployment, String key, Stored object) {
        Order order = Order.parse(object.bytes(), bucket.where(key));
        boolean foreign = !order.deployment().equals(deployment)
                || !order.database().equals(database)
                || environment.filter(it -> !it.equals(order.environment())).isPresent();
        if (foreign) {
            throw new Refusal(Problems.foreignOrder(bucket.where(key)));
        }
        return order;
    }

    /** Who decided about the deployment, if anybody has. */
    public Dated<Optional<Claim>> readClaim(DeploymentId deployment) {
        String key = key(deployment, "claim.json");
        Bucket.Read read = bucket.read(key);
        Optional<Claim> claim = read.object().map(object -> Claim.parse(object.bytes(), bucket.where(key)));
        if (claim.filter(it -> !it.deployment().equals(deployment)).isPresent()) {
            throw new Refusal(Problems.foreignOrder(bucket.where(key)));
        }
        return new Dated<>(claim, read.object().map(Stored::lastModified).orElse(read.at()), read.at());
    }

    /** What a person found out about a deployment that ended {@code AMBIGUOUS}, if anybody did. */
    public Optional<Clearance> readClearance(DeploymentId deployment) {
        String key = key(deployment, CLEARANCE);
        Optional<Clearance> clearance =
                bucket.read(key).object().map(object -> Clearance.parse(object.bytes(), bucket.where(key)));
        if (clearance.filter(it -> !it.deployment().equals(deployment)).isPresent()) {
            throw new Refusal(Problems.foreignOrder(bucket.where(key)));
        }
        return clearance;
    }

    /** Why the relay did not do what a request of that id asks for, if it has said so. */
    public Optional<RecordedRefusal> readRefusal(DeploymentId deployment) {
        String key = key(deployment, REFUSAL);
        Optional<RecordedRefusal> refusal =
                bucket.read(key).object().map(object -> RecordedRefusal.parse(object.bytes(), bucket.where(key)));
        if (refusal.filter(it -> !it.deployment().equals(deployment)).isPresent()) {
            throw new Refusal(Problems.foreignOrder(bucket.where(key)));
        }
        return refusal;
    }

    /** @throws Refusal if there is one, but for something else than was ordered */
    public Optional<Receipt> readReceipt(Order order) {
        return readDatedReceipt(order).map(Dated::value);
    }

    /**
     * The receipt, and since when it stands.
     *
     * @throws Refusal if there is one, but for something else than was ordered
     */
    public Optional<Dated<Receipt>> readDatedReceipt(Order order) {
        String key = key(order.deployment(), "receipt.json");
        Bucket.Read read = bucket.read(key);
        return read.object()
                .map(object -> new Dated<>(
                        Receipt.parse(object.bytes(), bucket.where(key)).provenFor(order, bucket.where(key)),
                        object.lastModified(),
                        read.at()));
    }

    /** The bundles whose names begin so. It takes one request for each thousand. */
    public List<Digest> bundles(String prefix) {
        String folder = database + "/bundles/";
        return bucket.list(folder + prefix).stream()
                .map(key -> BUNDLE.matcher(key.substring(folder.length())))
                .filter(Matcher::matches)
                .map(name -> new Digest(name.group("digest")))
                .toList();
    }

    /** The deployments that have a receipt, the newest first. It takes one request for each thousand objects. */
    public List<DeploymentId> ended() {
        String folder = database + "/deployments/";
        return bucket.list(folder).stream()
                .map(key -> RECEIPT.matcher(key.substring(folder.length())))
                .filter(Matcher::matches)
                .map(name -> new DeploymentId(name.group("deployment")))
                .sorted(Comparator.comparing(DeploymentId::value).reversed())
                .toList();
    }

    /** Where a person finds what belongs to the deployment. */
    public String where(DeploymentId deployment) {
        return bucket.where(key(deployment, ""));
    }

    private String bundleKey(Digest digest) {
        return database + "/bundles/" + digest + ".jar";
    }

    private String key(DeploymentId deployment, String name) {
        return database + "/deployments/" + deployment + "/" + name;
    }
}
