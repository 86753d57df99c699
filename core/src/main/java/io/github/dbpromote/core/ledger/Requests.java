package io.github.dbpromote.core.ledger;

import io.github.dbpromote.core.gate.UserId;
import io.github.dbpromote.core.model.DatabaseName;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.model.Request;
import io.github.dbpromote.core.problem.Outage;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.core.problem.RelayProblems;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * What people ask the relay for: {@code <database>/requests/<userid>/<deployment>.json}, each created once. The key holds
 * the id of whoever writes it, so that policy can let everybody ask only in their own name.
 */
public final class Requests {
    private final Bucket bucket;
    private final DatabaseName database;
    private final EnvironmentName environment;

    public Requests(Environment environment, S3Client s3) {
        this.bucket = Bucket.of(environment, s3);
        this.database = environment.database();
        this.environment = environment.name();
    }

    /** @throws Outage if S3 cannot decide, again and again */
    public void store(Request request) {
        bucket.store(key(request.userId(), request.deployment()), request.toJson(), MediaType.JSON);
    }

    /**
     * @param by who asks, by the key
     * @return empty if there is none
     * @throws Refusal if it is malformed, or speaks of something else than its key and its bucket
     */
    public Optional<Deployments.Dated<Request>> read(UserId by, DeploymentId deployment) {
        String key = key(by, deployment);
        Bucket.Read read = bucket.read(key);
        return read.object()
                .map(object -> new Deployments.Dated<>(
                        own(Request.parse(object.bytes(), bucket.where(key)), by, deployment, key),
                        object.lastModified(),
                        read.at()));
    }

    private Request own(Request request, UserId by, DeploymentId deployment, String key) {
        boolean foreign = !request.userId().equals(by)
                || !by.canHave(request.name())
                || !request.deployment().equals(deployment)
                || !request.database().equals(database)
                || !request.environment().equals(environment);
        if (foreign) {
            throw new Refusal(RelayProblems.foreignRequest(bucket.where(key)));
        }
        return request;
    }

    /** Where a person finds it. */
    public String where(UserId by, DeploymentId deployment) {
        return bucket.where(key(by, deployment));
    }

    private String key(UserId by, DeploymentId deployment) {
        return database + "/requests/" + by + "/" + deployment + ".json";
    }
}
