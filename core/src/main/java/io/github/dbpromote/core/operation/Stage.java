package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.aws.AwsAccess;
import io.github.dbpromote.core.host.HostCommands;
import io.github.dbpromote.core.ledger.Deployments;
import io.github.dbpromote.core.ledger.LedgerStore;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.Environment;

/** An environment together with everything that can be done there. */
record Stage(Environment environment, LedgerStore ledger, Deployments deployments, HostCommands hosts) {
    static Stage of(Environment environment, AwsAccess access) {
        return new Stage(
                environment,
                new LedgerStore(environment, access.s3()),
                new Deployments(environment, access.s3()),
                new HostCommands(environment, access));
    }

    /** Where a person finds what the host of a deployment printed. */
    String log(DeploymentId deployment) {
        return "s3://" + environment.bucket() + "/" + hosts.logPrefix(deployment);
    }
}
