package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.host.Host;
import io.github.dbpromote.core.host.Sending;
import io.github.dbpromote.core.ledger.LedgerStore;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.Ledger;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.problem.Problems;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.core.progress.Progress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Takes a bundle to a stage and sees it through: the steps that publish, promote and repair share. The order of the
 * writes is the protocol: the bundle, then the order that names it, then the ledger that names the order, then the
 * command; whoever dies in between leaves something that the next one can settle.
 */
final class Delivery {
    private final Settle settle;
    private final Vigil vigil;
    private final Petition petition;
    private final Limits limits;
    private final Surroundings surroundings;

    Delivery(Track track, Caller caller, Limits limits, Surroundings surroundings) {
        this(new Settle(track, caller.name(), surroundings), limits, surroundings);
    }

    /** Of repairs and inspections: whoever may send them writes the ledger too, also where only the relay promotes. */
    static Delivery ofOperator(Track track, Caller caller, Limits limits, Surroundings surroundings) {
        return new Delivery(new Settle(track, caller.name(), surroundings.progress()), limits, surroundings);
    }

    private Delivery(Settle settle, Limits limits, Surroundings surroundings) {
        this.settle = settle;
        this.vigil = new Vigil(settle, limits, surroundings);
        this.petition = new Petition(vigil, limits, surroundings);
        this.limits = limits;
        this.surroundings = surroundings;
    }

    /**
     * Does the work when nothing is in flight at the stage, again and again until nobody has changed the ledger in
     * between; settles what has ended, and waits for what has not.
     *
     * @param beforeQueueing refuses to wait for a turn that would be in vain
     * @param work gets the ledger to check against; empty means that somebody was quicker
     * @throws Refusal that names the holder, if its turn does not come in time
     */
    DeploymentResult inTurn(
            Stage stage, Runnable beforeQueueing, Function<LedgerStore.Version, Optional<DeploymentResult>> work) {
        return vigil.waiting(limits.queue())
                .until(passed -> {
                    Settlement settlement = settle.settle(stage);
                    if (settlement.isFree()) {
                        return work.apply(settlement.ledger());
                    }
                    if (passed.isZero()) {
                        beforeQueueing.run();
                    }
                    return queue(stage, holder(stage, settlement), passed);
                })
                .orElseGet(() -> lastTurn(stage, work));
    }

    private Optional<DeploymentResult> queue(Stage stage, Order holder, Duration passed) {
        surroundings
                .progress()
                .on(new Progress.Queued(
                        stage.environment(), holder.deployment(), holder.requestedBy(), passed, limits.queue()));
        return Optional.empty();
    }

    /** What was in the way may be gone by now: whoever never waits would come again much later. */
    private DeploymentResult lastTurn(Stage stage, Function<LedgerStore.Version, Optional<DeploymentResult>> work) {
        Settlement settlement = settle.settle(stage);
        if (!settlement.isFree()) {
            throw stage.inFlight(holder(stage, settlement));
        }
        return work.apply(settlement.ledger())
                .orElseThrow(
                        () -> new Refusal(Problems.overtaken(stage.environment().label())));
    }

    private static Order holder(Stage stage, Settlement settlement) {
        if (settlement instanceof Settlement.Busy busy) {
            return busy.order();
        }
        // What was settled just now has been followed by another one already.
        DeploymentId inFlight = settlement.ledger().ledger().inFlight().orElseThrow();
        return stage.deployments().readOrder(inFlight).value();
    }

    /**
     * Does what the check finds to be done, in its turn.
     *
     * @param beforeQueueing refuses to wait for a turn that would be in vain
     * @param check against the version of the ledger that is going to be replaced, in which nothing is in flight; refuses what
     *     must not be
     */
    DeploymentResult run(Stage stage, Runnable beforeQueueing, Function<LedgerStore.Version, Intent> check) {
        return inTurn(stage, beforeQueueing, version -> carryOut(stage, version, check.apply(version)));
    }

    private Optional<DeploymentResult> carryOut(Stage stage, LedgerStore.Version version, Intent intent) {
        if (intent instanceof Intent.Deploy deploy) {
            return surroundings.mustAskRelay(stage)
                    ? petition.file(stage, version, deploy.assignment())
                    : deliver(stage, version, deploy.assignment());
        }
        Ledger.Live live = version.ledger().live().orElseThrow();
        return Optional.of(new DeploymentResult.NothingToDo(stage.environment(), live));
    }

    /** What {@link #run} would do now; it writes nothing. */
    Plan plan(Stage stage, Function<LedgerStore.Version, Intent> check) {
        Settlement settlement = settle.foresee(stage);
        Intent intent = check.apply(settlement.ledger());
        Optional<Order> holder =
                settlement instanceof Settlement.Busy busy ? Optional.of(busy.order()) : Optional.empty();
        if (intent instanceof Intent.Deploy deploy) {
            Optional<Host> host = surroundings.mustAskRelay(stage)
                    ? Optional.empty()
                    : Optional.of(stage.hosts().find());
            return Plan.toDeploy(stage.environment(), deploy, holder, host);
        }
        return Plan.ofNothing(stage.environment(), intent.bundle(), holder);
    }

    /**
     * Steps 3 to 5 of the protocol.
     *
     * @param ledger as it was when everything was checked: the deployment begins only against that very version
     * @return empty if somebody else changed the ledger since; then everything is to be checked again
     */
    Optional<DeploymentResult> deliver(Stage stage, LedgerStore.Version ledger, Assignment assignment) {
        Host host = stage.hosts().find();
        Order order = assignment.order(stage, ledger.at(), limits.delivery());
        order.override()
                .ifPresent(reason -> surroundings
                        .progress()
                        .on(new Progress.PassingOver(stage.environment(), assignment.passedOver(), reason)));
        surroundings
                .progress()
                .on(new Progress.Storing(
                        stage.environment(), order.bundle(), assignment.bundle().size()));
        if (assignment.bringsBundle()) {
            stage.deployments().store(assignment.bundle());
        }
        // Whoever handles a request for the second time may find its order; what has a claim has been in flight.
        Order standing = stage.deployments().order(order);
        if (assignment.isRequested()
                && stage.deployments().readClaim(standing.deployment()).value().isPresent()) {
            return Optional.empty();
        }
        return stage.ledger()
                .replace(ledger, writer -> ledger.ledger().begin(standing.deployment(), writer))
                .map(begun -> carryOut(stage, begun, standing, host));
    }

    private DeploymentResult carryOut(Stage stage, LedgerStore.Version begun, Order order, Host host) {
        Sending sending = send(stage, order, host);
        if (sending instanceof Sending.Refused) {
            settle.settle(stage, begun, order, true);
        }
        return await(stage, begun, Errand.sent(order, sending), sending);
    }

    /**
     * Has a host look into a deployment that is in flight.
     *
     * @param subject the deployment whose receipt that host will write
     */
    DeploymentResult inspect(Stage stage, Host host, Order inspection, Settlement.Busy subject) {
        stage.deployments().store(inspection);
        Sending sending = send(stage, inspection, host);
        return await(stage, subject.ledger(), Errand.inspected(subject, inspection, sending), sending);
    }

    private Sending send(Stage stage, Order order, Host host) {
        return stage.hosts().send(host, order.action(), order.deployment(), limits.delivery());
    }

    private DeploymentResult await(Stage stage, LedgerStore.Version begun, Errand errand, Sending sending) {
        if (sending instanceof Sending.Refused refused) {
            throw new Refusal(refused.problem());
        }
        DeploymentId deployment = errand.worker();
        surroundings
                .progress()
                .on(new Progress.Sent(
                        stage.environment(),
                        deployment,
                        errand.inspection().map(inspection -> errand.order().deployment()),
                        errand.command(),
                        stage.deployments().where(deployment),
                        stage.log(deployment),
                        limits.interval(),
                        limits.receipt()));
        return vigil.keep(stage, begun, errand);
    }
}
