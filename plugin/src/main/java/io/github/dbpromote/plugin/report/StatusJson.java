package io.github.dbpromote.plugin.report;

import io.github.dbpromote.core.model.JsonObject;
import io.github.dbpromote.core.model.Migration;
import io.github.dbpromote.core.operation.ReadStatus.EnvironmentStatus;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The status as one JSON document for all modules, format 1; docs/status-json.md describes it. */
public final class StatusJson {
    private static final int FORMAT = 1;

    private StatusJson() {}

    public static String document(List<ProjectStatus> statuses) {
        ObjectNode document = JsonObject.create();
        document.put("format", FORMAT);
        document.put(
                "success",
                statuses.stream()
                        .flatMap(status -> status.database().environments().stream())
                        .allMatch(environment -> environment.problems().isEmpty()));
        ArrayNode databases = document.putArray("databases");
        statuses.forEach(status -> write(status, databases.addObject()));
        return new String(JsonObject.bytes(document), StandardCharsets.UTF_8).stripTrailing();
    }

    private static void write(ProjectStatus status, ObjectNode json) {
        StatusMatrix matrix = StatusMatrix.of(status);
        json.put("database", status.database().database().value());
        ArrayNode environments = json.putArray("environments");
        status.database().environments().forEach(it -> write(it, matrix, environments.addObject()));
    }

    private static void write(EnvironmentStatus status, StatusMatrix matrix, ObjectNode json) {
        int pending = matrix.pending(status);
        json.put("environment", status.environment().name().value());
        status.environment().promotesFrom().ifPresent(source -> json.put("promotesFrom", source.value()));
        json.put("state", EnvironmentState.of(status, pending).word());
        json.put("pending", pending);
        status.ledger()
                .live()
                .ifPresent(live -> json.putObject("live")
                        .put("deployment", live.deployment().value())
                        .put("bundle", live.bundle().value()));
        status.ledger()
                .last()
                .ifPresent(last -> json.putObject("last")
                        .put("deployment", last.deployment().value())
                        .put("bundle", last.bundle().value())
                        .put("outcome", last.outcome().name()));
        status.inFlight()
                .ifPresent(flight -> json.putObject("inFlight")
                        .put("deployment", flight.order().deployment().value())
                        .put("requestedBy", flight.order().requestedBy())
                        .put("createdAt", flight.order().createdAt().toString())
                        .put("canBeSettled", flight.canBeSettled()));
        ArrayNode migrations = json.putArray("migrations");
        matrix.migrations().forEach(it -> write(it, matrix.cell(it, status), migrations.addObject()));
        ArrayNode problems = json.putArray("problems");
        status.problems()
                .forEach(problem -> problems.addObject()
                        .put("code", problem.code())
                        .put("summary", problem.summary())
                        .put("remedy", problem.remedy()));
    }

    private static void write(Migration migration, StatusMatrix.Cell cell, ObjectNode json) {
        migration.version().ifPresent(version -> json.put("version", version));
        json.put("description", migration.description());
        json.put("script", migration.script());
        json.put("state", cell.state().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        cell.row().ifPresent(row -> json.put("installedOn", row.installedOn()));
    }
}
