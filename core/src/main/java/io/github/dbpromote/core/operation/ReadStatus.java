package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.ledger.Deployments.Dated;
import io.github.dbpromote.core.model.Claim;
import io.github.dbpromote.core.model.Clearance;
import io.github.dbpromote.core.model.DatabaseName;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.model.Ledger;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Receipt;
import io.github.dbpromote.core.model.SchemaHistory;
import io.github.dbpromote.core.problem.Outage;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Tells what is where. It writes nothing, not even to settle. */
public final class ReadStatus {
    private final Track track;

    public ReadStatus(Track track) {
        this.track = track;
    }

    /**
     * One database on its whole path.
     *
     * @param problems why environments are missing that live in accounts of their own
     */
    public record DatabaseStatus(DatabaseName database, List<EnvironmentStatus> environments, List<Problem> problems) {
        public DatabaseStatus {
            environments = List.copyOf(environments);
            problems = List.copyOf(problems);
        }
    }

    /**
     * One database in one environment.
     *
     * @param last the receipt of the newest deployment that ended
     * @param clearance what a person found out about it, where its receipt could not tell; written to the ledger only if
     *     that says {@code clearedBy}
     * @param history the schema history as it was last read
     * @param problems why the rest could not be read, if so
     */
    public record EnvironmentStatus(
            Environment environment,
            Ledger ledger,
            Optional<Receipt> last,
            Optional<Clearance> clearance,
            SchemaHistory history,
            Optional<InFlight> inFlight,
            List<Problem> problems) {
        public EnvironmentStatus {
            problems = List.copyOf(problems);
        }
    }

    /**
     * A deployment that the ledger still calls in flight.
     *
     * @param claim the host's, or that of whoever gave up
     * @param receipt present if it has ended on the host and only nobody has settled it
     * @param at S3's time of the look
     */
    public record InFlight(Order order, Optional<Claim> claim, Optional<Receipt> receipt, Instant at) {
        /** Whether {@code settle} would free the environment. */
        public boolean canBeSettled() {
            boolean isVoid = claim.filter(it -> it.kind() == Claim.Kind.VOID).isPresent();
            return receipt.isPresent() || isVoid || (claim.isEmpty() && at.isAfter(order.notAfter()));
        }
    }

    public DatabaseStatus run() {
        return new DatabaseStatus(
                track.path().database(),
                track.path().environments().stream().map(this::read).toList(),
                track.unreachable().values().stream()
                        .flatMap(reason -> problems(reason).stream())
                        .toList());
    }

    private static List<Problem> problems(RuntimeException reason) {
        return reason instanceof Refusal refusal ? refusal.problems() : List.of(((Outage) reason).problem());
    }

    /** What one environment refuses to tell does not hide the others. */
    private EnvironmentStatus read(Environment environment) {
        try {
            Stage stage = track.stage(environment);
            Evidence evidence = new Evidence(stage);
            Ledger ledger = stage.ledger().read().ledger();
            return new EnvironmentStatus(
                    environment,
                    ledger,
                    ledger.last().map(last -> evidence.receipt(last.deployment())),
                    ledger.last().flatMap(evidence::clearance),
                    evidence.history(ledger),
                    ledger.inFlight().map(id -> inFlight(stage, id)),
                    List.of());
        } catch (Refusal | Outage e) {
            return unreadable(environment, problems(e));
        }
    }

    private static EnvironmentStatus unreadable(Environment environment, List<Problem> problems) {
        return new EnvironmentStatus(
                environment,
                Ledger.EMPTY,
                Optional.empty(),
                Optional.empty(),
                SchemaHistory.EMPTY,
                Optional.empty(),
                problems);
    }

    private static InFlight inFlight(Stage stage, DeploymentId id) {
        Order order = stage.deployments().readOrder(id).value();
        Optional<Receipt> receipt = stage.deployments().readReceipt(order);
        Dated<Optional<Claim>> claim = stage.deployments().readClaim(id);
        return new InFlight(order, claim.value(), receipt, claim.at());
    }
}
