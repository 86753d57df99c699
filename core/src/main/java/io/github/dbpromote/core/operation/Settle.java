package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.ledger.Deployments.Dated;
import io.github.dbpromote.core.ledger.LedgerStore;
import io.github.dbpromote.core.model.Claim;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.model.Ledger;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Receipt;
import io.github.dbpromote.core.progress.Progress;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Writes to the ledger how the deployment in flight ended, if it has ended, and gives up one that no host took in time.
 * Anybody may do it at any time, and twice: the receipt and the claim decide, not who looks at them.
 */
public final class Settle {
    /** The writer of what is never written. */
    private static final String NOBODY = "";

    private final Track track;
    private final String by;
    private final Progress progress;
    private final Predicate<Stage> isOthers;

    /** @param by who gives up, where something has to be given up; it stands in the void claim */
    public Settle(Track track, String by, Progress progress) {
        this(track, by, progress, stage -> false);
    }

    /** Where only the relay may write the ledger, whoever is not the relay only foresees what it will write. */
    Settle(Track track, String by, Surroundings surroundings) {
        this(track, by, surroundings.progress(), surroundings::mustAskRelay);
    }

    private Settle(Track track, String by, Progress progress, Predicate<Stage> isOthers) {
        this.track = track;
        this.by = by;
        this.progress = progress;
        this.isOthers = isOthers;
    }

    public Settlement run(EnvironmentName environment) {
        return settle(track.stage(environment));
    }

    /**
     * The same after Systems Manager has told of a command, which is only a hint: if that command is over, and no host has
     * claimed what it was sent for, nobody waits for it any longer.
     *
     * @param command its id
     */
    public Settlement afterCommand(EnvironmentName environment, String command) {
        Stage stage = track.stage(environment);
        Optional<DeploymentId> over = stage.hosts().over(command);
        LedgerStore.Version ledger = stage.ledger().read();
        return inFlight(stage, ledger)
                .map(order -> settle(
                        stage,
                        ledger,
                        order,
                        over.filter(order.deployment()::equals).isPresent()))
                .orElseGet(() -> new Settlement.Idle(ledger));
    }

    Settlement settle(Stage stage) {
        LedgerStore.Version ledger = stage.ledger().read();
        return inFlight(stage, ledger)
                .map(order -> settle(stage, ledger, order, false))
                .orElseGet(() -> new Settlement.Idle(ledger));
    }

    /** What settling would come to now, with the ledger as it would stand then. It writes nothing. */
    Settlement foresee(Stage stage) {
        LedgerStore.Version ledger = stage.ledger().read();
        return inFlight(stage, ledger)
                .map(order -> foresee(stage, ledger, order))
                .orElseGet(() -> new Settlement.Idle(ledger));
    }

    private Settlement foresee(Stage stage, LedgerStore.Version ledger, Order order) {
        return decide(
                stage, ledger, order, () -> foreseenClaim(stage, order), (ending, change) -> foreseen(ledger, change));
    }

    private static Optional<Order> inFlight(Stage stage, LedgerStore.Version ledger) {
        return ledger.ledger()
                .inFlight()
                .map(id -> stage.deployments().readOrder(id).value());
    }

    /**
     * @param ledger in which the order's deployment is in flight
     * @param undeliverable whether Systems Manager has given the command up, so that nobody need wait for
     *     {@code notAfter}
     */
    Settlement settle(Stage stage, LedgerStore.Version ledger, Order order, boolean undeliverable) {
        if (isOthers.test(stage)) {
            return foresee(stage, ledger, order);
        }
        return decide(
                stage,
                ledger,
                order,
                () -> decidedClaim(stage, order, undeliverable),
                (ending, change) -> write(stage, ledger, order, ending, change));
    }

    private static Settlement decide(
            Stage stage,
            LedgerStore.Version ledger,
            Order order,
            Supplier<Dated<Optional<Claim>>> claims,
            BiFunction<Progress.Ending, BiFunction<Ledger, String, Ledger>, LedgerStore.Version> pen) {
        Optional<Receipt> receipt = stage.deployments().readReceipt(order);
        if (receipt.isPresent()) {
            Progress.Ending ending = Progress.Ending.of(receipt.get().outcome());
            LedgerStore.Version settled = pen.apply(ending, (now, writer) -> now.settle(receipt.get(), writer));
            return new Settlement.Ended(settled, order, receipt.get());
        }
        Dated<Optional<Claim>> claim = claims.get();
        Optional<Claim> givenUp = claim.value().filter(it -> it.kind() == Claim.Kind.VOID);
        if (givenUp.isPresent()) {
            LedgerStore.Version freed = pen.apply(Progress.Ending.ofVoid(givenUp.get()), Ledger::release);
            return new Settlement.Voided(freed, order, givenUp.get());
        }
        return new Settlement.Busy(ledger, order, claim.value(), claim.value().map(it -> claim.since()));
    }

    /** As {@link #decidedClaim}, if nobody else is quicker. */
    private Dated<Optional<Claim>> foreseenClaim(Stage stage, Order order) {
        Dated<Optional<Claim>> claim = stage.deployments().readClaim(order.deployment());
        return claim.value().isEmpty() && claim.at().isAfter(order.notAfter())
                ? new Dated<>(
                        Optional.of(new Claim(order.deployment(), Claim.Kind.VOID, NOBODY, by)), claim.at(), claim.at())
                : claim;
    }

    private static LedgerStore.Version foreseen(LedgerStore.Version ledger, BiFunction<Ledger, String, Ledger> change) {
        return new LedgerStore.Version(change.apply(ledger.ledger(), NOBODY), ledger.etag(), ledger.at());
    }

    /** The claim that stands, after trying to void an order whose time is over: exactly one of host and giver-up wins. */
    private Dated<Optional<Claim>> decidedClaim(Stage stage, Order order, boolean undeliverable) {
        Dated<Optional<Claim>> claim = stage.deployments().readClaim(order.deployment());
        boolean givenUp = undeliverable || claim.at().isAfter(order.notAfter());
        if (claim.value().isPresent() || !givenUp) {
            return claim;
        }
        stage.deployments().claim(order.deployment(), Claim.Kind.VOID, by);
        return stage.deployments().readClaim(order.deployment());
    }

    /**
     * If somebody else was quicker it is settled all the same, and only the newest version matters. A pause in between is
     * kept.
     */
    private LedgerStore.Version write(
            Stage stage,
            LedgerStore.Version ledger,
            Order order,
            Progress.Ending ending,
            BiFunction<Ledger, String, Ledger> change) {
        Optional<DeploymentId> settled = Optional.of(order.deployment());
        Optional<LedgerStore.Version> written =
                stage.ledger().replaceWhile(ledger, now -> now.inFlight().equals(settled), change);
        if (written.isEmpty()) {
            return stage.ledger().read();
        }
        progress.on(new Progress.Settled(stage.environment(), order.deployment(), ending));
        return written.get();
    }
}
