package io.github.dbpromote.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbpromote.core.problem.Outage;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.plugin.report.DeploymentRecord;
import io.github.dbpromote.plugin.report.ResultJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFileTest {
    private static final DeploymentRecord USERS = DeploymentRecord.begun("users", "publish");
    private static final DeploymentRecord ORDERS = DeploymentRecord.begun("orders", "publish");

    @TempDir
    private Path folder;

    @Test
    void modulesOfOneBuild_shareADocument_inFoldersThatAreMade() throws IOException {
        Path file = folder.resolve("target/results/db.json");
        int users = ResultFile.of(file, "build").add(USERS);
        ResultFile.of(file, "build").add(ORDERS);

        ResultFile.of(file, "build").replace(users, USERS.succeeded());

        assertThat(file).hasContent(ResultJson.document(List.of(USERS.succeeded(), ORDERS), List.of()));
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files).as("nothing half written is left").containsExactly(file);
        }
    }

    @Test
    void nextBuild_beginsAnew() throws IOException {
        Path file = Files.writeString(folder.resolve("db.json"), "of another day");
        ResultFile.of(file, "first").add(USERS);

        ResultFile.of(file, "second").add(ORDERS);

        assertThat(file).hasContent(ResultJson.document(List.of(ORDERS), List.of()));
    }

    @Test
    void whatNoDatabaseIsToBlameFor_standsAtTheTop_once() {
        Path file = folder.resolve("db.json");
        Problem problem = new Problem("offline", "Maven is offline.", "Run it without -o.");

        ResultFile.of(file, "build").fail(List.of(problem));
        ResultFile.of(file, "build").fail(List.of(problem));

        assertThat(file).hasContent(ResultJson.document(List.of(), List.of(problem)));
    }

    @Test
    void modulesInParallel_loseNothing() throws IOException {
        Path file = folder.resolve("db.json");

        IntStream.range(0, 50)
                .parallel()
                .forEach(number -> ResultFile.of(file, "build").add(DeploymentRecord.begun("db" + number, "publish")));

        assertThat(Files.readString(file))
                .contains(IntStream.range(0, 50)
                        .mapToObj(number -> "\"db" + number + "\"")
                        .toList());
    }

    @Test
    void fileThatCannotBeWritten_isSaid() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "").resolve("db.json");

        assertThatThrownBy(() -> ResultFile.of(file, "build").add(USERS))
                .isInstanceOf(Outage.class)
                .hasMessageStartingWith("Could not write ")
                .hasMessageContaining("file/db.json");
    }
}
