package io.github.dbpromote.plugin.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxFilesTest {
    @TempDir
    Path folder;

    private SandboxFiles files;

    @BeforeEach
    void writeJars() throws IOException {
        files = new SandboxFiles(
                write("sandbox.jar", "sandbox"),
                List.of(write("one/client.jar", "one"), write("two/client.jar", "two")),
                write("flyway-host.jar", "flyway-host"));
    }

    @Test
    void fingerprint_isTheSameForTheSameFilesElsewhere() throws IOException {
        assertThat(files.copyTo(folder.resolve("copies")).fingerprint())
                .isEqualTo(files.fingerprint())
                .matches("[0-9a-f]{64}");
    }

    @Test
    void fingerprint_changesWithTheSandboxAndWithFlywayHost() throws IOException {
        String before = files.fingerprint();
        write("sandbox.jar", "Sandbox");
        String otherSandbox = files.fingerprint();
        write("flyway-host.jar", "Flyway-host");
        assertThat(List.of(before, otherSandbox, files.fingerprint())).doesNotHaveDuplicates();
    }

    @Test
    void fingerprint_changesWithTheNamesThatTellTheVersion() throws IOException {
        SandboxFiles renamed =
                new SandboxFiles(write("sandbox-2.jar", "sandbox"), files.libraries(), files.flywayHost());
        assertThat(renamed.fingerprint()).isNotEqualTo(files.fingerprint());
    }

    @Test
    void copyTo_keepsLibrariesOfTheSameNameApartAndInOrder() throws IOException {
        SandboxFiles copies = files.copyTo(folder.resolve("copies"));
        assertThat(copies.classPath()).extracting(Files::readString).containsExactly("sandbox", "one", "two");
        assertThat(copies.flywayHost()).hasContent("flyway-host");
    }

    @Test
    void copyTo_isNotTouchedByALaterBuild() throws IOException {
        SandboxFiles copies = files.copyTo(folder.resolve("copies"));
        write("sandbox.jar", "overwritten");
        assertThat(copies.sandbox()).hasContent("sandbox");
    }

    private Path write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }
}
