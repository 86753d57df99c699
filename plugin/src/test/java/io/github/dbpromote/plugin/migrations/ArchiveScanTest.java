package io.github.dbpromote.plugin.migrations;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.bundle.Bundle;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Migrations of other artifacts, beside those of a project. */
class ArchiveScanTest {
    private static final String NAME = "com.acme:shared:1.0";
    private static final String INSIDE = NAME + "!/db/migration/";

    @TempDir
    private Path base;

    @TempDir
    private Path elsewhere;

    @Test
    void migrationsOfAnArchive_giveTheSameBundleAsIfTheyStoodInTheDirectory() throws IOException {
        Map<String, String> scripts = Map.of(
                "V1__x.sql", "SELECT 'größer';\r\n",
                "orders/V2__gro\u0308\u00DFer.sql", "SELECT 2;\n",
                "orders/V2__gro\u0308\u00DFer.sql.conf", "executeInTransaction=false\n",
                "afterMigrate.sql", "SELECT 3;\n");
        ProjectFolder written = new ProjectFolder(base.resolve("written"));
        scripts.forEach(written::script);

        ProjectFolder taken = new ProjectFolder(base.resolve("taken"))
                .in(StandardCharsets.ISO_8859_1)
                .archives(archive(scripts));

        assertThat(taken.problems()).isEmpty();
        assertThat(taken.read().release()).isEqualTo(written.read().release());
        assertThat(taken.read().source("V1__x.sql")).contains(INSIDE + "V1__x.sql");
    }

    @Test
    void bundle_isAnArchiveToo() throws IOException {
        Bundle bundle = ProjectFolder.with(base, "V1__x.sql", "orders/V2__y.sql")
                .read()
                .release()
                .bundle();
        Path file = Files.write(elsewhere.resolve("shared-1.0-migrations.jar"), bundle.bytes());

        Reading taken = new ProjectFolder(base.resolve("other"))
                .archives(new Archive(NAME, file))
                .read();

        assertThat(taken.release().bundle()).isEqualTo(bundle);
    }

    @Test
    void folderThatIsNotPackedYet_isReadAsItsJarWouldBe() throws IOException {
        Path script = elsewhere.resolve("db/migration/orders/V1__x.sql");
        Files.createDirectories(script.getParent());
        Files.writeString(script, "SELECT 'größer';");
        Files.writeString(script.resolveSibling("v2_y.sql"), "SELECT 2;");

        ProjectFolder project =
                new ProjectFolder(base).in(StandardCharsets.ISO_8859_1).archives(new Archive(NAME, elsewhere));

        assertThat(project.read().source("orders/V1__x.sql")).contains(INSIDE + "orders/V1__x.sql");
        assertThat(project.problems())
                .singleElement()
                .asString()
                .startsWith(INSIDE + "orders/v2_y.sql is not named like a migration");
    }

    @Test
    void whatIsNobodysBusiness_isPassedOver() throws IOException {
        Archive archive = archive(Map.of(
                "V1__x.sql",
                "SELECT 1;",
                ".hidden/V2__y.sql",
                "",
                "README.md",
                "",
                ".DS_Store",
                "",
                "a/._V1__x.sql",
                ""));

        assertThat(new ProjectFolder(base)
                        .archives(archive)
                        .read()
                        .release()
                        .bundle()
                        .files())
                .containsOnlyKeys("V1__x.sql");
    }

    @Test
    void sameRulesAreForAnArchive() throws IOException {
        Archive archive =
                archive(Map.of("V1_x.sql", "SELECT 1;", "V2__Fill.class", "", "V3__x.sql", "", "V4__x.sql.conf", ""));

        assertThat(new ProjectFolder(base).archives(archive).read().problems())
                .extracting("code")
                .containsExactlyInAnyOrder(
                        "misnamed-migration", "refused-file-type", "empty-migration", "configuration-without-script");
    }

    @Test
    void duplicates_nameBothOrigins() throws IOException {
        ProjectFolder project = ProjectFolder.with(base, "V3__x.sql", "R__view.sql", "V7__same.sql")
                .archives(archive(Map.of(
                        "V03__y.sql", "SELECT 1;", "views/R__view.sql", "SELECT 2;", "V7__same.sql", "SELECT 3;")));

        assertThat(project.problems())
                .extracting(text -> text.lines().findFirst().orElseThrow())
                .containsExactly(
                        "Several files would be V7__same.sql in the bundle, where directories are one and upper and lower"
                                + " case make no difference: src/main/resources/db/migration/V7__same.sql, " + INSIDE
                                + "V7__same.sql.",
                        "Several migrations have the version 3: src/main/resources/db/migration/V3__x.sql, " + INSIDE
                                + "V03__y.sql.",
                        "Several repeatable migrations have the description \"view\", by which Flyway knows them:"
                                + " src/main/resources/db/migration/R__view.sql, " + INSIDE + "views/R__view.sql.");
    }

    @Test
    void duplicatesOfTwoArchives_nameBoth() throws IOException {
        Archive one = archive(Map.of("V3__x.sql", "SELECT 1;"));
        Archive other =
                new Archive("com.acme:audit:2.0", jar("audit.jar", Map.of("db/migration/V3__y.sql", "SELECT 2;")));

        assertThat(new ProjectFolder(base).archives(one, other).problems())
                .singleElement()
                .asString()
                .startsWith("Several migrations have the version 3: " + INSIDE
                        + "V3__x.sql, com.acme:audit:2.0!/db/migration/V3__y.sql.");
    }

    @Test
    void archiveWithoutMigrations_wasNamedForNothing() throws IOException {
        String expected = NAME + " holds no migration: there is no .sql file below db/migration/ in it.\n"
                + "  → Take it out of <migrationArtifacts>, or name the version that has them.";

        assertThat(new ProjectFolder(base)
                        .archives(archive(Map.of("README.md", "later")))
                        .problems())
                .containsExactly(expected);
        assertThat(new ProjectFolder(base)
                        .archives(new Archive(NAME, jar("shared.jar", Map.of("sql/V1__x.sql", "SELECT 1;"))))
                        .problems())
                .containsExactly(expected);
        assertThat(new ProjectFolder(base)
                        .archives(new Archive(NAME, elsewhere.resolve("db")))
                        .problems())
                .singleElement()
                .asString()
                .startsWith(NAME + " is not a readable jar: ");
    }

    @Test
    void fileThatIsNoJar_isRefused() throws IOException {
        Path file = Files.writeString(elsewhere.resolve("shared.jar"), "<html>Please log in</html>");

        assertThat(new ProjectFolder(base).archives(new Archive(NAME, file)).problems())
                .containsExactly(NAME + " is not a readable jar: zip END header not found.\n"
                        + "  → Delete it from the local Maven repository and run the same command again; or name an artifact"
                        + " that is a jar.");
    }

    @Test
    void undecodableEntry_saysWhoHasToMendIt() throws IOException {
        Path file = elsewhere.resolve("shared.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file), StandardCharsets.UTF_8)) {
            zip.putNextEntry(new ZipEntry("db/migration/V1__x.sql"));
            zip.write("SELECT 'größer';".getBytes(StandardCharsets.ISO_8859_1));
        }

        assertThat(new ProjectFolder(base).archives(new Archive(NAME, file)).problems())
                .containsExactly(INSIDE + "V1__x.sql:1 is not UTF-8: the byte at offset 10 cannot be decoded.\n"
                        + "  → Migrations of other artifacts are UTF-8: save the file so in the project that makes the"
                        + " artifact.");
    }

    // ---- hostile ones

    @ParameterizedTest
    @ValueSource(
            strings = {
                "db/migration/../../V1__x.sql",
                "../V1__x.sql",
                "db/migration/./V1__x.sql",
                "db/migration//V1__x.sql",
                "/db/migration/V1__x.sql",
                "C:/db/migration/V1__x.sql",
                "db\\migration\\V1__x.sql",
                "db/migration/..\\V1__x.sql",
                "db/migration/V1__x\n.sql"
            })
    void entryThatNoToolMakes_refusesTheWholeArchive(String entry) throws IOException {
        Path file = jar("shared.jar", Map.of(entry, "SELECT 1;", "db/migration/V2__y.sql", "SELECT 2;"));

        Reading reading =
                new ProjectFolder(base).archives(new Archive(NAME, file)).read();

        assertThat(reading.problems())
                .singleElement()
                .satisfies(
                        problem -> assertThat(problem.text())
                                .isEqualTo(
                                        NAME + " has an entry \"" + entry.replace('\n', '?')
                                                + "\", which leads out of its folder, or means different things on different systems.\n"
                                                + "  → No tool makes such an archive by itself. Find out who made it, and use another version."));
        assertThat(reading.source("V2__y.sql")).isEmpty();
    }

    @Test
    void longEntry_isShownShort() throws IOException {
        Path file = jar("shared.jar", Map.of("db/migration/V1__" + "x".repeat(10_000) + ".sql", "SELECT 1;"));

        assertThat(new ProjectFolder(base).archives(new Archive(NAME, file)).problems())
                .singleElement()
                .asString()
                .startsWith(NAME + " has an entry \"db/migration/V1__xxx")
                .hasSizeLessThan(400);
    }

    @Test
    void jarThatUnpacksToMoreThanAnybodyCanHaveWritten_isRefused() throws IOException {
        Path file = elsewhere.resolve("bomb.jar");
        byte[] spaces = " ".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file), StandardCharsets.UTF_8)) {
            zip.putNextEntry(new ZipEntry("db/migration/V1__x.sql"));
            write(zip, spaces, ArchiveScan.MAX_BYTES / spaces.length);
            zip.putNextEntry(new ZipEntry("db/migration/V2__y.sql"));
            zip.write(' ');
        }

        assertThat(new ProjectFolder(base).archives(new Archive(NAME, file)).problems())
                .containsExactly(NAME + " holds more than 10000 files or 134217728 bytes below db/migration/.\n"
                        + "  → Nobody can have written that much SQL. Find out who made it, and use another version.");
    }

    @Test
    void jarWithMoreFilesThanAnybodyCanHaveWritten_isRefused() throws IOException {
        Path file = elsewhere.resolve("many.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file), StandardCharsets.UTF_8)) {
            for (int i = 0; i <= ArchiveScan.MAX_FILES; i++) {
                zip.putNextEntry(new ZipEntry("db/migration/V" + i + "__x.sql"));
            }
        }

        assertThat(new ProjectFolder(base)
                        .archives(new Archive(NAME, file))
                        .read()
                        .problems())
                .extracting("code")
                .containsExactly("archive-too-large");
    }

    private static void write(OutputStream out, byte[] bytes, long times) throws IOException {
        for (long i = 0; i < times; i++) {
            out.write(bytes);
        }
    }

    /** @param scripts by their names below db/migration */
    private Archive archive(Map<String, String> scripts) throws IOException {
        Map<String, String> entries = new HashMap<>(Map.of("META-INF/MANIFEST.MF", "", "db/migration/", ""));
        scripts.forEach((name, text) -> entries.put("db/migration/" + name, text));
        return new Archive(NAME, jar("archive.jar", entries));
    }

    private Path jar(String name, Map<String, String> entries) throws IOException {
        Path file = elsewhere.resolve(name);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file), StandardCharsets.UTF_8)) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return file;
    }
}
