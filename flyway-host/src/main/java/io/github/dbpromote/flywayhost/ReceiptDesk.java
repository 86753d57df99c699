package io.github.dbpromote.flywayhost;

import io.github.dbpromote.core.ledger.Deployments;
import io.github.dbpromote.core.model.Receipt;
import io.github.dbpromote.core.problem.Outage;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.core.progress.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Brings receipts to S3, by way of the disk: what S3 does not take now, the next run of this program brings. */
final class ReceiptDesk {
    private final Deployments deployments;
    private final StateFolder state;
    private final Console console;
    private String complaint = "";

    ReceiptDesk(Deployments deployments, StateFolder state, Console console) {
        this.deployments = deployments;
        this.state = state;
        this.console = console;
    }

    /**
     * Stores the receipt, again and again until the limit.
     *
     * @return whether S3 has it
     */
    boolean store(Receipt receipt, Waiting waiting) {
        boolean kept = keep(receipt);
        Optional<Boolean> stored = waiting.until(passed -> tryStore(receipt));
        if (stored.isPresent()) {
            putAside(state.receipt(receipt.deployment()));
        } else {
            console.complain(
                    kept
                            ? HostProblems.receiptKept(state.receipt(receipt.deployment()))
                            : HostProblems.receiptNowhere(receipt.environment()));
        }
        return stored.orElse(false);
    }

    private boolean keep(Receipt receipt) {
        try {
            state.keepReceipt(receipt.deployment(), receipt.toJson());
            return true;
        } catch (IOException e) {
            // S3 is what counts.
            console.complain("No copy of the receipt could be kept on this host: " + e.getMessage());
            return false;
        }
    }

    /** Whether it stands now, or another one does for ever; empty if S3 may change its mind. */
    private Optional<Boolean> tryStore(Receipt receipt) {
        try {
            deployments.store(receipt);
            return Optional.of(true);
        } catch (Refusal e) {
            complainOnce("The receipt is not stored. " + e.getMessage());
            // An inspection took this host for lost.
            return e.problems().stream().anyMatch(problem -> problem.code().equals("other-content"))
                    ? Optional.of(false)
                    : Optional.empty();
        } catch (Outage e) {
            complainOnce("The receipt is not stored yet. " + e.getMessage());
            return Optional.empty();
        }
    }

    /** For minutes the answer may always be the same. */
    private void complainOnce(String text) {
        if (!text.equals(complaint)) {
            complaint = text;
            console.complain(text);
        }
    }

    /** Brings what earlier runs for the same database and environment could not, once each. */
    void storeLeft(Admission admission) {
        try {
            for (Path file : state.leftReceipts()) {
                Receipt receipt = Receipt.parse(Files.readAllBytes(file), file.toString());
                Optional<Boolean> stored = admission.concerns(receipt) ? tryStore(receipt) : Optional.empty();
                stored.ifPresent(stands -> putAside(file));
                if (stored.orElse(false)) {
                    console.say("stored the receipt of " + receipt.deployment() + ", which an earlier run had kept");
                }
            }
        } catch (IOException | Refusal e) {
            console.complain("Receipts of earlier runs could not be read: " + e.getMessage());
        }
    }

    private void putAside(Path file) {
        try {
            if (Files.exists(file)) {
                state.putAside(file);
            }
        } catch (IOException e) {
            // It is brought once more then, which S3 recognises.
            console.complain("The copy of a receipt could not be put aside: " + e.getMessage());
        }
    }
}
