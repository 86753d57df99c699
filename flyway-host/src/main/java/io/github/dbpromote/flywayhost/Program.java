package io.github.dbpromote.flywayhost;

import io.github.dbpromote.core.ledger.Deployments;
import io.github.dbpromote.core.ledger.LedgerStore;
import io.github.dbpromote.core.model.Action;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.problem.Outage;
import io.github.dbpromote.core.problem.Refusal;
import java.time.InstantSource;

/** One run of the program, from the configuration to the exit code. */
final class Program {
    private final InstantSource clock = InstantSource.system();
    private final Invocation invocation;
    private final Surroundings surroundings;
    private final Aws aws;
    private final Console console;
    private final Redactor redactor;
    private final Termination termination;
    private final Deadline deadline;

    Program(
            Invocation invocation,
            Surroundings surroundings,
            Aws aws,
            Console console,
            Redactor redactor,
            Termination termination) {
        this.invocation = invocation;
        this.surroundings = surroundings;
        this.aws = aws;
        this.console = console;
        this.redactor = redactor;
        this.termination = termination;
        this.deadline = Deadline.after(invocation.executionTimeout(), clock);
    }

    /**
     * @throws Refusal if nothing was done because a person has to mend something first
     * @throws Outage if nothing was done because S3 did not answer
     */
    ExitCode run() {
        HostConfiguration configuration = HostConfiguration.read(surroundings.configuration(), invocation.database());
        redactor.learn(configuration.secrets());
        StateFolder state = StateFolder.open(surroundings.state());
        Deployments deployments =
                new Deployments(invocation.database(), configuration.bucket(), configuration.bucketOwner(), aws.s3());
        LedgerStore ledger =
                new LedgerStore(invocation.database(), configuration.bucket(), configuration.bucketOwner(), aws.s3());
        Admission admission = new Admission(invocation, configuration, deployments, ledger);
        admission.refuseForeignEnvironment();
        ReceiptDesk desk = new ReceiptDesk(deployments, state, console);
        desk.storeLeft(admission);
        Order order = admission.order();
        state.requireRoom();
        termination.refuseToBegin();
        try (RunLog log = RunLog.open(state, order.deployment(), clock)) {
            return run(
                    order,
                    admission,
                    new Workplace(
                            configuration,
                            surroundings,
                            deadline,
                            termination,
                            clock,
                            new Credentials(configuration, aws, redactor),
                            deployments,
                            desk,
                            log,
                            console,
                            redactor));
        }
    }

    private ExitCode run(Order order, Admission admission, Workplace workplace) {
        try {
            return order.action() == Action.INSPECT
                    ? new InspectionRun(workplace, order).run()
                    : new DeploymentRun(workplace, admission, order).run();
        } catch (Undecided e) {
            console.complain(e.problem().text());
            return ExitCode.NO_RECEIPT;
        }
    }
}
