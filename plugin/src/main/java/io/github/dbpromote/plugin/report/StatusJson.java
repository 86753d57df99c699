package io.github.dbpromote.plugin.report;

import io.github.dbpromote.core.model.JsonDraft;
import io.github.dbpromote.core.operation.ReadStatus.EnvironmentStatus;
import java.util.Locale;

/** How one database stands, for machines; docs/results-json.md describes it. */
final class StatusJson {
    private StatusJson() {}

    static void write(ProjectStatus status, JsonDraft json) {
        StatusMatrix matrix = StatusMatrix.of(status);
        json.put("database", status.database().database().value()).put("goal", "status");
        json.objects(
                "environments",
                status.database().environments(),
                (environment, member) -> write(environment, matrix, member));
        ResultJson.write(status.database().problems(), json);
    }

    private static void write(EnvironmentStatus status, StatusMatrix matrix, JsonDraft json) {
        int pending = matrix.pending(status);
        json.put("environment", status.environment().name().value());
        status.environment().promotesFrom().ifPresent(source -> json.put("promotesFrom", source.value()));
        json.put("state", EnvironmentState.of(status, matrix).word());
        if (status.problems().isEmpty()) {
            json.put("pending", pending);
        }
        writeDeployments(status, json);
        json.objects("migrations", matrix.migrations(), (migration, member) -> {
            StatusMatrix.Cell cell = matrix.cell(migration, status);
            migration.version().ifPresent(version -> member.put("version", version));
            member.put("description", migration.description());
            member.put("script", migration.script());
            member.put("state", cell.state().name().toLowerCase(Locale.ROOT).replace('_', '-'));
            cell.row().ifPresent(row -> member.put("installedOn", row.installedOn()));
        });
        ResultJson.write(status.problems(), json);
    }

    private static void writeDeployments(EnvironmentStatus status, JsonDraft json) {
        status.ledger()
                .live()
                .ifPresent(live -> json.object("live")
                        .put("deployment", live.deployment().value())
                        .put("bundle", live.bundle().value()));
        status.ledger()
                .last()
                .ifPresent(last -> json.object("last")
                        .put("deployment", last.deployment().value())
                        .put("bundle", last.bundle().value())
                        .put("outcome", last.outcome().name()));
        status.clearance()
                .ifPresent(clearance -> json.object("clearance")
                        .put("deployment", clearance.deployment().value())
                        .put("outcome", clearance.outcome().name())
                        .put("by", clearance.by())
                        .put("reason", clearance.reason()));
        status.inFlight()
                .ifPresent(flight -> json.object("inFlight")
                        .put("deployment", flight.order().deployment().value())
                        .put("requestedBy", flight.order().requestedBy())
                        .put("createdAt", flight.order().createdAt().toString())
                        .put("canBeSettled", flight.canBeSettled()));
    }
}
