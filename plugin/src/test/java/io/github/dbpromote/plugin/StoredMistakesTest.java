package io.github.dbpromote.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.model.Claim;
import io.github.dbpromote.core.model.Digest;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.operation.Release;
import io.github.dbpromote.sandbox.http.Fault;
import java.nio.charset.StandardCharsets;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.plugin.Mojo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What can be wrong with a bucket and the objects in it: each in its own words, and nothing is done. */
@MojoTest
class StoredMistakesTest extends GoalScene {
    private static final String OTHER = "d-20260101-000000-aaaaaaaa";

    private Release release;

    @BeforeEach
    void prepareTheEnvironments() {
        cloud.provision();
        build().migration("V1__users.sql");
        release = release();
    }

    // ---- the bucket

    @Test
    @InjectMojo(goal = "publish")
    void missingBucket_isNamed(PublishMojo publish) {
        cloud.parameter(
                "dev", cloud.parameter("dev").replace(cloud.environment("dev").bucket(), "acme-nowhere"));

        assertThat(mistakeOf(publish)).isEqualTo("""
                Could not read s3://acme-nowhere/DATABASE/ledger.json: there is no such bucket.
                  → Check "bucket" in the environment's parameter, and the region.""");
    }

    @Test
    @InjectMojo(goal = "publish")
    void forbiddenBucket_isNamed(PublishMojo publish) {
        String bucket = cloud.environment("dev").bucket();
        cloud.fault("s3", "GetObject", Fault.Kind.ACCESS_DENIED);

        assertThat(mistakeOf(publish)).isEqualTo("""
                Could not read s3://%s/DATABASE/ledger.json: access denied (AccessDenied: Access Denied).
                  → Check the caller's role, and that bucket and bucketOwner in the environment's parameter are right.
                    Reading an object that does not exist also needs s3:ListBucket.""".formatted(plain(bucket)));
    }

    @Test
    @InjectMojo(goal = "publish")
    void bucketOfAnotherAccount_isRefused(PublishMojo publish) {
        String bucket = cloud.environment("dev").bucket();
        cloud.parameter("dev", cloud.parameter("dev").replace("123456789012", "210987654321"));

        assertThat(mistakeOf(publish)).isEqualTo("""
                Could not read s3://%s/DATABASE/ledger.json: access denied (AccessDenied: Access Denied).
                  → Check the caller's role, and that bucket and bucketOwner in the environment's parameter are right.
                    Reading an object that does not exist also needs s3:ListBucket.""".formatted(plain(bucket)));
    }

    // ---- the ledger

    @Test
    @InjectMojo(goal = "publish")
    void malformedLedger_isNamed(PublishMojo publish) {
        cloud.store("dev", ledger(), "{\"format\": 1, \"revision\": \"$(reboot)\"}");

        assertThat(mistakeOf(publish)).isEqualTo(malformed("ledger.json", "\"revision\" is not a whole number"));
    }

    @Test
    @InjectMojo(goal = "publish")
    void ledgerOfAnotherDatabase_namesADeploymentThatIsNotHere(PublishMojo publish) {
        cloud.store("dev", ledger(), """
                {"format": 1, "revision": 7, "writer": "somebody", "inFlight": {"deployment": "%s"}}""".formatted(OTHER));

        assertThat(mistakeOf(publish)).isEqualTo("""
                %s does not exist, although the ledger or an order names it.
                  → Objects of deployments are never deleted; restore it from the bucket's versions.""".formatted(where("deployments/" + OTHER + "/order.json")));
    }

    @Test
    @InjectMojo(goal = "publish")
    void ledgerOfANewerFormat_isNamed(PublishMojo publish) {
        cloud.store("dev", ledger(), "{\"format\": 2}");

        assertThat(mistakeOf(publish)).isEqualTo(newer("ledger.json"));
    }

    // ---- the order

    @Test
    @InjectMojo(goal = "publish")
    void malformedOrder_isNamed(PublishMojo publish) {
        Order order = ordered("(?s).+", "{\"format\": 1}");

        assertThat(mistakeOf(publish)).isEqualTo(malformed(key(order, "order.json"), "\"deployment\" is missing"));
    }

    @Test
    @InjectMojo(goal = "publish")
    void orderOfAnotherDeployment_isRefused(PublishMojo publish) {
        Order order = ordered("\"d-[0-9a-z-]+\"", "\"" + OTHER + "\"");

        assertThat(mistakeOf(publish)).isEqualTo(foreign(order, "order.json"));
    }

    @Test
    @InjectMojo(goal = "publish")
    void orderOfANewerFormat_isNamed(PublishMojo publish) {
        Order order = ordered("\"format\": 1", "\"format\": 2");

        assertThat(mistakeOf(publish)).isEqualTo(newer(key(order, "order.json")));
    }

    // ---- the claim

    @Test
    @InjectMojo(goal = "publish")
    void malformedClaim_isNamed(PublishMojo publish) {
        Order order = claimed("\"claimed\"", "\"; rm -rf /\"");

        assertThat(mistakeOf(publish))
                .isEqualTo(malformed(key(order, "claim.json"), "\"kind\" \"; rm -rf /\": is neither claimed nor void"));
    }

    @Test
    @InjectMojo(goal = "publish")
    void claimOfAnotherDeployment_isRefused(PublishMojo publish) {
        Order order = claimed("\"d-[0-9a-z-]+\"", "\"" + OTHER + "\"");

        assertThat(mistakeOf(publish)).isEqualTo(foreign(order, "claim.json"));
    }

    @Test
    @InjectMojo(goal = "publish")
    void claimOfANewerFormat_isNamed(PublishMojo publish) {
        Order order = claimed("\"format\": 1", "\"format\": 2");

        assertThat(mistakeOf(publish)).isEqualTo(newer(key(order, "claim.json")));
    }

    // ---- the receipt

    @Test
    @InjectMojo(goal = "publish")
    void malformedReceipt_isNamed(PublishMojo publish) {
        Order order = ended("(?s).+", "[]");

        assertThat(mistakeOf(publish)).isEqualTo(malformed(key(order, "receipt.json"), "it is not a JSON object"));
    }

    @Test
    @InjectMojo(goal = "publish")
    void receiptForAnotherDeployment_provesNothing(PublishMojo publish) {
        Order order = ended("\"d-[0-9a-z-]+\"", "\"" + OTHER + "\"");

        assertThat(mistakeOf(publish)).isEqualTo("""
                %s is not the receipt of deployment %s with bundle %s: it repeats another database, environment, deployment, \
                action or bundle.
                  → A receipt proves only what it repeats. Find out who wrote it.""".formatted(
                        where(key(order, "receipt.json")),
                        order.deployment(),
                        order.bundle().abbreviated()));
    }

    @Test
    @InjectMojo(goal = "publish")
    void receiptOfANewerFormat_isNamed(PublishMojo publish) {
        Order order = ended("\"format\": 1", "\"format\": 2");

        assertThat(mistakeOf(publish)).isEqualTo(newer(key(order, "receipt.json")));
    }

    // ---- the bundle

    @Test
    @InjectMojo(goal = "promote")
    @Typed("env=qa")
    void bundleWithOtherBytes_isNotPromoted(PromoteMojo promote) {
        String bundle = "bundles/" + release.bundle().digest() + ".jar";
        cloud.create("dev", cloud.database() + "/" + bundle, "other bytes");
        Order live = past("dev").order(release);
        cloud.deployments("dev").store(live);
        past("dev").begins(live);
        past("dev").settled(past("dev").succeeds(live, release));

        assertThat(mistakeOf(promote)).isEqualTo("""
                %s has the SHA-256 %s instead of %s: these are not the bytes that were published.
                  → Nothing was run. Find out who wrote to the bucket, and restore the object from the bucket's versions.""".formatted(
                        where(bundle), Digest.of("other bytes".getBytes(StandardCharsets.UTF_8)), live.bundle()));
        assertThat(cloud.ledger("qa").read().etag()).isEmpty();
    }

    // ---- words

    /** In flight, with an order in which one thing is another. */
    private Order ordered(String thing, String other) {
        Order order = past("dev").order(release);
        create(order, "order.json", order.toJson(), thing, other);
        past("dev").begins(order);
        return order;
    }

    private Order claimed(String thing, String other) {
        Order order = past("dev").ordered(release);
        byte[] claim = new Claim(order.deployment(), Claim.Kind.CLAIMED, "writer", Past.HOST).toJson();
        create(order, "claim.json", claim, thing, other);
        return order;
    }

    private Order ended(String thing, String other) {
        Order order = past("dev").ordered(release);
        past("dev").claimed(order);
        create(order, "receipt.json", Past.success(order, release).toJson(), thing, other);
        return order;
    }

    private void create(Order order, String name, byte[] good, String thing, String other) {
        String text = new String(good, StandardCharsets.UTF_8);
        cloud.create("dev", cloud.database() + "/" + key(order, name), text.replaceFirst(thing, other));
    }

    /** As the goal's user reads it; whatever stands in the bucket stays as it is. */
    private String mistakeOf(Mojo goal) {
        cloud.forgetWhatWasAsked();
        String mistake = refusalOf(goal);
        assertNothingWasDone();
        return plain(mistake);
    }

    private String plain(String text) {
        return text.replace(cloud.database().value(), "DATABASE");
    }

    private String ledger() {
        return cloud.database() + "/ledger.json";
    }

    private static String key(Order order, String name) {
        return "deployments/" + order.deployment() + "/" + name;
    }

    private String where(String key) {
        return plain("s3://" + cloud.environment("dev").bucket() + "/" + cloud.database() + "/" + key);
    }

    private String malformed(String key, String reason) {
        return where(key) + " is not as db-promote writes it: " + reason + ".\n"
                + "  → Somebody may have changed it by hand; the bucket keeps its earlier versions.";
    }

    private String newer(String key) {
        return where(key) + " has format 2, but this version of db-promote understands formats up to 1.\n"
                + "  → Use a newer version of the plugin (or of flyway-host on the host).";
    }

    private String foreign(Order order, String name) {
        return where(key(order, name)) + " speaks of another deployment, database or environment than its name.\n"
                + "  → Somebody may have copied it by hand; the bucket keeps its earlier versions.";
    }
}
