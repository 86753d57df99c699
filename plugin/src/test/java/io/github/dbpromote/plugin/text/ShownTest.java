package io.github.dbpromote.plugin.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ShownTest {
    @Test
    void pathsOfWindows_haveSlashesToo() throws IOException {
        try (FileSystem windows = Jimfs.newFileSystem(Configuration.windows())) {
            Path project = windows.getPath("C:\\work\\users");
            Path migration = project.resolve("src\\main\\resources\\db\\migration\\V1__users.sql");

            assertThat(Shown.path(migration)).isEqualTo("C:/work/users/src/main/resources/db/migration/V1__users.sql");
            assertThat(Shown.path(project, migration)).isEqualTo("src/main/resources/db/migration/V1__users.sql");
            assertThat(Shown.path(project, windows.getPath("D:\\sql\\V1__users.sql")))
                    .as("another drive")
                    .isEqualTo("D:/sql/V1__users.sql");
        }
    }

    @Test
    void elsewhere_aBackslashIsALetter() throws IOException {
        try (FileSystem unix = Jimfs.newFileSystem(Configuration.unix())) {
            assertThat(Shown.path(unix.getPath("/work"), unix.getPath("/work/a\\b/c")))
                    .isEqualTo("a\\b/c");
        }
    }

    @Test
    void reason_isMoreThanTheNameOfTheFile() {
        assertThat(Shown.reason(new NoSuchFileException("C:\\x"))).isEqualTo("it does not exist");
        assertThat(Shown.reason(new AccessDeniedException("C:\\x"))).isEqualTo("permission denied");
        assertThat(Shown.reason(new FileSystemException("C:\\x", null, "No space left on device")))
                .isEqualTo("No space left on device");
        assertThat(Shown.reason(new IOException("the stream is broken"))).isEqualTo("the stream is broken");
    }
}
