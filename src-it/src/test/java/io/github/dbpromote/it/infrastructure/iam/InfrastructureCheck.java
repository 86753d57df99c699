package io.github.dbpromote.it.infrastructure.iam;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** Compares policies with what programs do, and with what nobody may do. Each question answers findings; none is good. */
public final class InfrastructureCheck {
    private static final Policy EVERYTHING =
            Policy.ofRole("everything", JsonMapper.shared().readTree("""
                    {"Version": "2012-10-17",
                     "Statement": {"Sid": "Everything", "Effect": "Allow", "Action": "*", "Resource": "*"}}"""));

    private final Infrastructure infrastructure;
    private final Map<String, Infrastructure.Role> outsiders = Map.of(
            ForbiddenActs.ADMINISTRATOR,
            new Infrastructure.Role(
                    ForbiddenActs.ADMINISTRATOR,
                    "arn:aws:iam::" + Landscape.ACCOUNT + ":role/administrator",
                    List.of(EVERYTHING)),
            ForbiddenActs.STRANGER,
            new Infrastructure.Role(
                    ForbiddenActs.STRANGER, "arn:aws:iam::999999999999:role/administrator", List.of(EVERYTHING)));

    public InfrastructureCheck(Infrastructure infrastructure) {
        this.infrastructure = infrastructure;
    }

    /** Recorded calls of roles that the policies would not let happen. */
    public Set<String> callsNotAllowed(Collection<RecordedCall> calls) {
        Set<String> findings = new TreeSet<>();
        served(calls).forEach(call -> {
            Request request = call.request();
            Optional<Infrastructure.Role> role = infrastructure.roleOf(request.caller());
            if (role.isEmpty()) {
                findings.add(request.caller().roleArn() + " has no policies, but needs " + request);
            } else if (!(infrastructure.decide(request) instanceof Decision.Allowed)) {
                findings.add(role.get().name() + " needs " + request + ": " + infrastructure.decide(request));
            }
        });
        return findings;
    }

    /**
     * Rights that no recorded call uses, prohibitions that no forbidden act meets, and reasons that excuse nothing. A right
     * is one action of a statement, in whatever environment.
     */
    public Set<String> rightsWithoutUse(
            Collection<RecordedCall> calls, Collection<ForbiddenAct> forbidden, Reasons reasons) {
        Set<String> used = Stream.concat(
                        served(calls).map(RecordedCall::request),
                        forbidden.stream().flatMap(act -> roles(act).stream().map(act::request)))
                .flatMap(request -> infrastructure.decide(request).by().stream()
                        .flatMap(statement -> statement.rightsUsed(request).stream()))
                .collect(Collectors.toSet());
        Set<String> findings = new TreeSet<>();
        statements().forEach(statement -> findings.addAll(unused(statement, used, reasons)));
        reasons.idle().forEach(reason -> findings.add("There is a reason for " + reason + ", which needs none"));
        return findings;
    }

    private static List<String> unused(Statement statement, Set<String> used, Reasons reasons) {
        if (statement.sid().isEmpty()) {
            return List.of(statement + " needs a Sid, so that a reason can name it");
        }
        return statement.rights().stream()
                .filter(right -> !used.contains(right))
                .filter(right -> !reasons.excuse(statement.name(), right))
                .map(right -> "Nothing uses " + right)
                .toList();
    }

    /** Forbidden acts that the policies would let happen, or that speak of a role which is not here. */
    public Set<String> forbiddenActsAllowed(Collection<ForbiddenAct> acts) {
        Set<String> findings = new TreeSet<>();
        for (ForbiddenAct act : acts) {
            List<Infrastructure.Role> roles = roles(act);
            if (roles.isEmpty()) {
                findings.add("There is no role " + act.role() + ": " + act);
            }
            for (Infrastructure.Role role : roles) {
                Decision decision = infrastructure.with(role).decide(act.request(role));
                if (decision instanceof Decision.Allowed) {
                    findings.add(
                            role.name() + " must not " + act.request(role) + ", or " + act.why() + ": " + decision);
                }
            }
        }
        return findings;
    }

    private List<Infrastructure.Role> roles(ForbiddenAct act) {
        if (outsiders.containsKey(act.role())) {
            return List.of(outsiders.get(act.role()));
        }
        return infrastructure.roles().stream()
                .filter(role -> act.role().equals(ForbiddenActs.EVERYBODY)
                        || role.name().equals(act.role()))
                .toList();
    }

    private static Stream<RecordedCall> served(Collection<RecordedCall> calls) {
        return calls.stream().filter(RecordedCall::isByRole).filter(call -> !call.wasForbidden());
    }

    private Stream<Statement> statements() {
        return Stream.concat(
                infrastructure.roles().stream().flatMap(role -> role.statements().stream()),
                infrastructure.buckets().stream().flatMap(bucket -> bucket.policy().statements().stream()));
    }
}
