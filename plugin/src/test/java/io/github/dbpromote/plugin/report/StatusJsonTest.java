package io.github.dbpromote.plugin.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusJsonTest {
    @TempDir
    private Path folder;

    @Test
    void document_isTheWholeStatus() {
        assertThat(StatusJson.document(List.of(StatusExample.eventful(folder)))).isEqualTo("");
    }

    @Test
    void whatCannotBeRead_isNoSuccess() {
        assertThat(StatusJson.document(List.of(StatusExample.of(StatusExample.unreadable()))))
                .isEqualTo("");
    }

    @Test
    void finishedOnTheHost_canBeSettled() {
        assertThat(StatusJson.document(List.of(StatusExample.of(StatusExample.finishedOnTheHost()))))
                .contains("\"state\": \"not-settled\"", "\"canBeSettled\": true");
    }

    @Test
    void buildWithoutDatabases_isAnEmptySuccess() {
        assertThat(StatusJson.document(List.of())).isEqualTo("""
                {
                  "format": 1,
                  "success": true,
                  "databases": []
                }""");
    }
}
