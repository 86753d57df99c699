package io.github.dbpromote.core.ledger;

import io.github.dbpromote.core.gate.Approval;
import io.github.dbpromote.core.gate.UserId;
import io.github.dbpromote.core.model.DatabaseName;
import io.github.dbpromote.core.model.Digest;
import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.problem.Outage;
import io.github.dbpromote.core.problem.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Who wants which bundle in an environment. Each approval is an object of its own that is created once, and its key holds
 * the id of whoever writes it, so that policy can let everybody write only below their own:
 * {@code <database>/approvals/<bundle>/<userid>/<id>.json}.
 */
public final class Approvals {
    private static final Pattern NAME = Pattern.compile("(?<user>[^/]+)/(?<id>[0-9a-f]{32})\\.json");

    private final Bucket bucket;
    private final DatabaseName database;
    private final EnvironmentName environment;

    public Approvals(Environment environment, S3Client s3) {
        this.bucket = Bucket.of(environment, s3);
        this.database = environment.database();
        this.environment = environment.name();
    }

    /**
     * What was found.
     *
     * @param approvals also those that have expired
     * @param disregarded the names below the bundle's folder of what is no approval of it
     */
    public record Found(List<Approval> approvals, List<String> disregarded) {
        public Found {
            approvals = List.copyOf(approvals);
            disregarded = List.copyOf(disregarded);
        }
    }

    /**
     * Approves, once more if that person has approved before: the time counts anew.
     *
     * @param by the id of the credentials that this writes with
     * @param name what people call them
     * @throws Outage if S3 cannot decide, again and again
     */
    public void store(Digest bundle, UserId by, String name, Optional<String> reason) {
        ApprovalObject approval =
                new ApprovalObject(RandomWord.next(), database, environment, bundle, by, name, reason);
        String key = folder(bundle) + by + "/" + approval.id() + ".json";
        bucket.store(key, approval.toJson(), MediaType.JSON);
    }

    /**
     * Reads the approvals of a bundle: one request for each, and one for each thousand. What does not say what its key says
     * proves nothing, but stops nobody else's approval either.
     */
    public Found read(Digest bundle) {
        String folder = folder(bundle);
        List<Approval> approvals = new ArrayList<>();
        List<String> disregarded = new ArrayList<>();
        for (String key : bucket.list(folder)) {
            String name = key.substring(folder.length());
            read(bundle, name).ifPresentOrElse(approvals::add, () -> disregarded.add(name));
        }
        return new Found(approvals, disregarded);
    }

    private Optional<Approval> read(Digest bundle, String name) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String key = folder(bundle) + name;
        return bucket.read(key)
                .object()
                .flatMap(object -> parse(object, key)
                        .filter(it -> it.isFor(parts.group("id"), database, environment, bundle, parts.group("user")))
                        .map(it -> new Approval(it.userId(), it.name(), object.lastModified())));
    }

    private Optional<ApprovalObject> parse(Stored object, String key) {
        try {
            return Optional.of(ApprovalObject.parse(object.bytes(), bucket.where(key)));
        } catch (Refusal e) {
            return Optional.empty();
        }
    }

    private String folder(Digest bundle) {
        return database + "/approvals/" + bundle + "/";
    }
}
