package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.aws.AwsAccess;
import io.github.dbpromote.core.host.HostCommands;
import io.github.dbpromote.core.ledger.Approvals;
import io.github.dbpromote.core.ledger.Deployments;
import io.github.dbpromote.core.ledger.LedgerStore;
import io.github.dbpromote.core.ledger.Requests;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.problem.Problems;

/** An environment together with everything that can be done there. */
record Stage(
        Environment environment,
        LedgerStore ledger,
        Deployments deployments,
        Approvals approvals,
        Requests requests,
        HostCommands hosts) {
    static Stage of(Environment environment, AwsAccess access) {
        return new Stage(
                environment,
                new LedgerStore(environment, access.s3()),
                new Deployments(environment, access.s3()),
                new Approvals(environment, access.s3()),
                new Requests(environment, access.s3()),
                new HostCommands(environment, access));
    }

    /** What is said to somebody in whose way that order is. */
    InFlight inFlight(Order holder) {
        return new InFlight(
                holder,
                Problems.inFlight(
                        environment.label(),
                        holder.deployment().value(),
                        holder.requestedBy(),
                        holder.createdAt().toString(),
                        deployments.where(holder.deployment())));
    }

    /** Where a person finds what the host of a deployment printed. */
    String log(DeploymentId deployment) {
        return "s3://" + environment.bucket() + "/" + hosts.logPrefix(deployment);
    }
}
