package io.github.dbpromote.plugin.report;

import io.github.dbpromote.core.model.Ledger;
import io.github.dbpromote.core.model.Migration;
import io.github.dbpromote.core.operation.ReadStatus.DatabaseStatus;
import io.github.dbpromote.core.operation.ReadStatus.EnvironmentStatus;
import io.github.dbpromote.core.problem.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The status as a person reads it: a table of migrations by environment, then how each environment stands. */
public final class StatusText {
    private static final int LONGEST_LABEL = 44;

    private StatusText() {}

    public static String of(List<ProjectStatus> statuses) {
        return PlainText.lines(statuses.stream().map(StatusText::of).collect(Collectors.joining("\n")));
    }

    private static String of(ProjectStatus status) {
        StatusMatrix matrix = StatusMatrix.of(status);
        List<EnvironmentStatus> environments = status.database().environments();
        List<List<String>> rows = new ArrayList<>();
        List<String> header =
                new ArrayList<>(List.of(status.database().database().value()));
        environments.forEach(it -> header.add(it.environment().name().value()));
        rows.add(header);
        for (Migration migration : matrix.migrations()) {
            List<String> row = new ArrayList<>(List.of(label(migration)));
            environments.forEach(environment -> row.add(cell(matrix, migration, environment)));
            rows.add(row);
        }
        List<String> live = new ArrayList<>(List.of("live bundle"));
        environments.forEach(it -> live.add(it.ledger()
                .live()
                .map(Ledger.Live::bundle)
                .map(bundle -> bundle.abbreviated())
                .orElse("-")));
        rows.add(live);
        return "\n" + table(rows) + states(matrix, environments) + problems(status.database());
    }

    private static String label(Migration migration) {
        String label = String.format("%6s  %s", migration.version().orElse("R"), migration.description());
        return label.length() <= LONGEST_LABEL ? label : label.substring(0, LONGEST_LABEL - 1) + "…";
    }

    private static String cell(StatusMatrix matrix, Migration migration, EnvironmentStatus environment) {
        StatusMatrix.Cell cell = matrix.cell(migration, environment);
        String when = cell.row().map(row -> Words.minute(row.installedOn())).orElse("pending");
        return switch (cell.state()) {
            case APPLIED, PENDING -> when;
            case CHANGED -> when + " changed";
            case UNKNOWN_TO_PROJECT -> when + " not here";
            case BELOW_BASELINE -> "below baseline";
            case UNREADABLE -> "?";
        };
    }

    private static String states(StatusMatrix matrix, List<EnvironmentStatus> environments) {
        StringBuilder text = new StringBuilder();
        for (EnvironmentStatus environment : environments) {
            EnvironmentState state = EnvironmentState.of(environment, matrix);
            String name = environment.environment().name().value();
            for (String line : state.lines()) {
                text.append("  ")
                        .append(String.format("%-8s", name))
                        .append(' ')
                        .append(line)
                        .append('\n');
                name = "";
            }
        }
        return text.toString();
    }

    private static String problems(DatabaseStatus database) {
        return database.problems().stream()
                .flatMap(problem -> problem.text().lines())
                .map(line -> "  " + line + "\n")
                .collect(Collectors.joining());
    }

    private static String table(List<List<String>> rows) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        rows.forEach(row -> {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder("  ");
            for (int i = 0; i < columns; i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 3));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.append('\n').toString();
    }
}
