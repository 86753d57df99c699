package io.github.dbpromote.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbpromote.core.bundle.Bundle;
import io.github.dbpromote.core.cloud.Cloud;
import io.github.dbpromote.core.cloud.PlayedHost;
import io.github.dbpromote.core.cloud.Releases;
import io.github.dbpromote.core.model.Action;
import io.github.dbpromote.core.model.Claim;
import io.github.dbpromote.core.model.Clearance;
import io.github.dbpromote.core.model.DatabaseName;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.Digest;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Outcome;
import io.github.dbpromote.core.model.Receipt;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.sandbox.http.Fault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeploymentsTest {
    private static final DeploymentId ID = new DeploymentId("d-20260101-120000-abc");
    private static final Instant TIME = Instant.parse("2026-01-01T12:00:00Z");
    private static final int WRITERS = 8;

    @RegisterExtension
    final Cloud cloud = new Cloud();

    private final Bundle bundle = Releases.of("V1__create.sql").bundle();
    private Deployments deployments;

    @BeforeEach
    void provision() {
        cloud.provision("dev");
        deployments = new Deployments(cloud.environment("dev"), cloud.access().s3());
        cloud.forgetRequests();
    }

    @Test
    void whatWasStored_readsBack() {
        Receipt receipt = receipt(order("alice"), bundle.digest());
        deployments.store(bundle);
        deployments.store(order("alice"));
        deployments.store(receipt);

        assertThat(deployments.readBundle(bundle.digest())).isEqualTo(bundle);
        assertThat(deployments.readOrder(ID).value()).isEqualTo(order("alice"));
        assertThat(deployments.readReceipt(order("alice"))).hasValue(receipt);
    }

    @Test
    void theSameAgain_isFine() {
        for (int time = 1; time <= 2; time++) {
            deployments.store(bundle);
            deployments.store(order("alice"));
            deployments.store(receipt(order("alice"), bundle.digest()));
        }

        assertThat(cloud.requests("PutObject"))
                .extracting(request -> request.status())
                .containsExactly(200, 200, 200, 412, 412, 412);
    }

    @Test
    void anotherOrderOfTheSameName_isRefused_andTheFirstStands() {
        deployments.store(order("alice"));

        assertThatThrownBy(() -> deployments.store(order("mallory")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("s3://" + bucket() + "/" + key("order.json"))
                .hasMessageContaining("exists already with another content");
        assertThat(deployments.readOrder(ID).value().requestedBy()).isEqualTo("alice");
    }

    @Test
    void anotherReceiptOfTheSameName_isRefused_andTheFirstStands() {
        Receipt first = receipt(order("alice"), bundle.digest());
        deployments.store(first);

        assertThatThrownBy(() -> deployments.store(receipt(order("alice"), Digest.of(new byte[] {1}))))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("exists already with another content");
        assertThat(deployments.readReceipt(order("alice"))).hasValue(first);
    }

    @Test
    void otherBytesUnderABundlesName_areRefused() {
        cloud.create(bucket(), cloud.database() + "/bundles/" + bundle.digest() + ".jar", new byte[] {1, 2, 3});

        assertThatThrownBy(() -> deployments.readBundle(bundle.digest()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("instead of " + bundle.digest())
                .hasMessageContaining("these are not the bytes that were published");
        assertThatThrownBy(() -> deployments.store(bundle))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("exists already with another content");
    }

    @Test
    void aMissingBundleOrOrder_isRefused_withItsName() {
        assertThatThrownBy(() -> deployments.readBundle(bundle.digest()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(bundle.digest() + ".jar does not exist");
        assertThatThrownBy(() -> deployments.readOrder(ID))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(key("order.json") + " does not exist");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aLostAnswer_isNoHarm(int times) {
        cloud.fault("s3", "PutObject", times, Fault.Kind.LOST_ANSWER);
        deployments.store(bundle);

        assertThat(deployments.readBundle(bundle.digest())).isEqualTo(bundle);
    }

    @Test
    void eightClaims_haveOneWinner() throws Exception {
        List<Claim> standing = atOnce(
                writer -> deployments.claim(ID, writer % 2 == 0 ? Claim.Kind.CLAIMED : Claim.Kind.VOID, "w" + writer));

        assertThat(standing).hasSize(WRITERS);
        assertThat(standing).containsOnly(deployments.readClaim(ID).value().orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aClaimWhoseAnswerIsLost_isRecognised(int times) {
        cloud.fault("s3", "PutObject", times, Fault.Kind.LOST_ANSWER);
        Claim mine = new Claim(ID, Claim.Kind.CLAIMED, "mine", PlayedHost.INSTANCE);

        assertThat(deployments.claim(mine)).isEqualTo(mine);
        assertThat(deployments.claim(ID, Claim.Kind.VOID, "alice")).isEqualTo(mine);
    }

    @Test
    void aConflictOnTheClaim_isTriedAgain() {
        cloud.fault("s3", "PutObject", 2, Fault.Kind.CONFLICT);

        assertThat(deployments.claim(ID, Claim.Kind.CLAIMED, "host").kind()).isEqualTo(Claim.Kind.CLAIMED);
    }

    @Test
    void withoutAClaim_theLookItselfIsDated() {
        Deployments.Dated<Optional<Claim>> none = deployments.readClaim(ID);

        assertThat(none.value()).isEmpty();
        assertThat(none.at()).isAfter(TIME).isEqualTo(none.since());
        assertThat(deployments.readReceipt(order("alice"))).isEmpty();
    }

    @Test
    void aReceiptForAnotherDeployment_isRefused() {
        Order other = new Order(
                new DeploymentId("d-20260101-130000-xyz"),
                Action.MIGRATE,
                cloud.database(),
                new EnvironmentName("dev"),
                bundle.digest(),
                Optional.empty(),
                Optional.empty(),
                "alice",
                Optional.empty(),
                TIME,
                TIME.plusSeconds(60));
        cloud.create(
                bucket(), key("receipt.json"), receipt(other, bundle.digest()).toJson());

        assertThatThrownBy(() -> deployments.readReceipt(order("alice")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(key("receipt.json") + " is not the receipt of deployment " + ID);
    }

    @Test
    void aReceiptForAnotherBundle_isRefused() {
        deployments.store(receipt(order("alice"), Digest.of(new byte[] {1})));

        assertThatThrownBy(() -> deployments.readReceipt(order("alice")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("with bundle " + bundle.digest().abbreviated());
    }

    @Test
    void anOrderOfAnotherDatabase_isRefused() {
        Order foreign = order(new DatabaseName("products"), "alice");
        cloud.create(bucket(), key("order.json"), foreign.toJson());

        assertThatThrownBy(() -> deployments.readOrder(ID))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("speaks of another deployment, database or environment than its name");
    }

    @Test
    void anOrderOfAnotherEnvironment_isRefused() {
        cloud.provision("dev", "qa");
        cloud.create(
                cloud.environment("qa").bucket(),
                key("order.json"),
                order("copied from dev").toJson());
        Deployments qa = new Deployments(cloud.environment("qa"), cloud.access().s3());

        assertThatThrownBy(() -> qa.readOrder(ID))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(key("order.json"))
                .hasMessageContaining("speaks of another deployment, database or environment than its name");
    }

    @Test
    void aReceiptOfAnotherEnvironment_isRefused() {
        cloud.provision("dev", "qa");
        Order dev = order("alice");
        cloud.create(
                cloud.environment("qa").bucket(),
                key("receipt.json"),
                receipt(dev, bundle.digest()).toJson());
        Order qa = new Order(
                ID,
                Action.MIGRATE,
                cloud.database(),
                new EnvironmentName("qa"),
                bundle.digest(),
                Optional.empty(),
                Optional.empty(),
                "alice",
                Optional.empty(),
                TIME,
                TIME.plusSeconds(60));

        assertThatThrownBy(() ->
                        new Deployments(cloud.environment("qa"), cloud.access().s3()).readReceipt(qa))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("it repeats another database, environment, deployment, action or bundle.");
    }

    @Test
    void aClearanceOfAnotherDeployment_isRefused() {
        Clearance foreign =
                new Clearance(new DeploymentId("d-20260101-130000-xyz"), Outcome.SUCCEEDED, "mallory", "because");
        cloud.create(bucket(), key("clearance.json"), foreign.toJson());

        assertThatThrownBy(() -> deployments.readClearance(ID))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(key("clearance.json") + " speaks of another deployment");
        assertThatThrownBy(() -> deployments.clear(new Clearance(ID, Outcome.FAILED, "alice", "because")))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void twoClearances_haveOneWinner_evenIfTheAnswerIsLost() {
        cloud.fault("s3", "PutObject", 3, Fault.Kind.LOST_ANSWER);
        Clearance mine = new Clearance(ID, Outcome.FAILED, "alice", "because");

        assertThat(deployments.clear(mine)).isEqualTo(mine);
        assertThat(deployments.clear(new Clearance(ID, Outcome.SUCCEEDED, "bob", "no")))
                .isEqualTo(mine);
    }

    @Test
    void aClaimOfAnotherDeployment_isRefused() {
        Claim foreign = new Claim(new DeploymentId("d-20260101-130000-xyz"), Claim.Kind.VOID, "w", "mallory");
        cloud.create(bucket(), key("claim.json"), foreign.toJson());

        assertThatThrownBy(() -> deployments.readClaim(ID)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> deployments.claim(ID, Claim.Kind.CLAIMED, "host"))
                .isInstanceOf(Refusal.class);
    }

    private interface Writer {
        Claim claim(int number);
    }

    private static List<Claim> atOnce(Writer writer) throws Exception {
        CyclicBarrier start = new CyclicBarrier(WRITERS);
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try {
            List<Callable<Claim>> claims = new ArrayList<>();
            for (int number = 0; number < WRITERS; number++) {
                int mine = number;
                claims.add(() -> {
                    start.await();
                    return writer.claim(mine);
                });
            }
            List<Claim> standing = new ArrayList<>();
            for (Future<Claim> claim : threads.invokeAll(claims)) {
                standing.add(claim.get());
            }
            return standing;
        } finally {
            threads.shutdown();
        }
    }

    private Order order(String requestedBy) {
        return order(cloud.database(), requestedBy);
    }

    private Order order(DatabaseName database, String requestedBy) {
        return new Order(
                ID,
                Action.MIGRATE,
                database,
                new EnvironmentName("dev"),
                bundle.digest(),
                Optional.empty(),
                Optional.empty(),
                requestedBy,
                Optional.of("because"),
                TIME,
                TIME.plusSeconds(60));
    }

    private static Receipt receipt(Order order, Digest of) {
        Order about = new Order(
                order.deployment(),
                order.action(),
                order.database(),
                order.environment(),
                of,
                Optional.empty(),
                Optional.empty(),
                order.requestedBy(),
                Optional.empty(),
                order.createdAt(),
                order.notAfter());
        return PlayedHost.receipt(about, Outcome.SUCCEEDED, Optional.empty(), List.of(), List.of());
    }

    private String key(String name) {
        return cloud.database() + "/deployments/" + ID + "/" + name;
    }

    private String bucket() {
        return cloud.environment("dev").bucket();
    }
}
