package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.ledger.Deployments.Dated;
import io.github.dbpromote.core.model.Claim;
import io.github.dbpromote.core.model.DatabaseName;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.model.Ledger;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.model.Receipt;
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

    /** One database on its whole path. */
    public record DatabaseStatus(DatabaseName database, List<EnvironmentStatus> environments) {
        public DatabaseStatus {
            environments = List.copyOf(environments);
        }
    }

    /**
     * One database in one environment.
     *
     * @param last the receipt of the newest deployment that ended, with the schema history as it was then
     * @param problems why the rest could not be read, if so
     */
    public record EnvironmentStatus(
            Environment environment,
            Ledger ledger,
            Optional<Receipt> last,
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
                track.path().environments().stream().map(this::read).toList());
    }

    /** What one environment refuses to tell does not hide the others. */
    private EnvironmentStatus read(Environment environment) {
        try {
            Stage stage = track.stage(environment);
            Ledger ledger = stage.ledger().read().ledger();
            return new EnvironmentStatus(
                    environment,
                    ledger,
                    ledger.last().map(last -> new Evidence(stage).receipt(last.deployment())),
                    ledger.inFlight().map(id -> inFlight(stage, id)),
                    List.of());
        } catch (Refusal e) {
            return unreadable(environment, e.problems());
        } catch (Outage e) {
            return unreadable(environment, List.of(e.problem()));
        }
    }

    private static EnvironmentStatus unreadable(Environment environment, List<Problem> problems) {
        return new EnvironmentStatus(environment, Ledger.EMPTY, Optional.empty(), Optional.empty(), problems);
    }

    private static InFlight inFlight(Stage stage, DeploymentId id) {
        Order order = stage.deployments().readOrder(id).value();
        Optional<Receipt> receipt = stage.deployments().readReceipt(order);
        Dated<Optional<Claim>> claim = stage.deployments().readClaim(id);
        return new InFlight(order, claim.value(), receipt, claim.at());
    }
}
