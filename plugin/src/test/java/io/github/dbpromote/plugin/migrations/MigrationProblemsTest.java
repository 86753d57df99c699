package io.github.dbpromote.plugin.migrations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads every problem as a person would. */
class MigrationProblemsTest {
    private static final String NAMES = "\n    Flyway's names are V<version>__<description>.sql, R__<description>.sql,"
            + " and those of callbacks, such as afterMigrate.sql.";

    @TempDir
    private Path base;

    // ---- names

    @ParameterizedTest
    @CsvSource({
        "V1_x.sql, V1__x.sql",
        "V1_2_x.sql, V1_2__x.sql",
        "V1-x.sql, V1__x.sql",
        "v1__x.sql, V1__x.sql",
        "1__x.sql, V1__x.sql",
        "0012_add_email.sql, V0012__add_email.sql",
        "V1_x.SQL, V1__x.sql",
        "r__x.sql, R__x.sql",
        "R_x.sql, R__x.sql",
        "R1__x.sql, R__x.sql",
        "AfterMigrate.sql, afterMigrate.sql",
        "afterMigrate_grants.sql, afterMigrate__grants.sql",
        "beforeeachmigrate-check.sql, beforeEachMigrate__check.sql"
    })
    void misnamed_saysTheNameThatWasProbablyMeant(String name, String suggestion) {
        assertThat(ProjectFolder.with(base, name).problems())
                .containsExactly("src/main/resources/db/migration/" + name
                        + " is not named like a migration: Flyway would silently skip it.\n"
                        + "  → Rename it, perhaps to " + suggestion + "." + NAMES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"foo.sql", "create_users.sql", "Vx.sql", "v__x.sql", "Release_1.sql"})
    void misnamed_withoutAnIdeaSaysWhatNamesThereAre(String name) {
        assertThat(ProjectFolder.with(base, name).problems())
                .containsExactly("src/main/resources/db/migration/" + name
                        + " is not named like a migration: Flyway would silently skip it.\n"
                        + "  → Rename it, or move it out of the directory if it is no migration." + NAMES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "V__x.sql",
                "V1.x__y.sql",
                "V1..2__y.sql",
                "V-1__x.sql",
                "V+1__x.sql",
                "Vnext__x.sql",
                "Vlatest__x.sql",
                "V\u0661__x.sql",
                "V123456789012345678901234567890123456789012345678901__x.sql"
            })
    void wrongVersion(String name) {
        assertThat(ProjectFolder.with(base, name).problems())
                .containsExactly("src/main/resources/db/migration/" + name + " has no version that can be used.\n"
                        + "  → Between V and __ stand digits, in groups separated by '.' or '_', 50 characters at most:"
                        + " V7__x.sql or V2.10__x.sql.");
    }

    @ParameterizedTest
    @CsvSource({
        "V1__x.SQL, V1__x.sql",
        "V1__x.sql.txt, V1__x.sql",
        "V1__x.psql, V1__x.sql",
        "R__x.ddl, R__x.sql",
        "afterMigrate.Sql, afterMigrate.sql"
    })
    void wrongSuffix(String name, String expected) {
        assertThat(ProjectFolder.with(base, name).problems())
                .containsExactly("src/main/resources/db/migration/" + name
                        + " looks like a migration, but does not end as one does.\n"
                        + "  → Rename it to " + expected + ", or move it out of the directory.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "V1__x.sh",
                "V1__x",
                "V2__Fill.java",
                "V2__Fill.class",
                "R__x.py",
                "afterMigrate.ps1",
                "V3__x.groovy",
                "beforeMigrate.BAT",
                "V4__x.jar",
                "V5__x.js"
            })
    void refusedType(String name) {
        assertThat(ProjectFolder.with(base, name).problems())
                .containsExactly("src/main/resources/db/migration/" + name
                        + " is named like a migration, but is not SQL: bundles hold nothing else.\n"
                        + "  → Write it as SQL, or move it out of the directory.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"notes.txt", "deploy.sh", "Makefile", "README", "R__x.sql.bak", "V1__x.sql~", "flyway.conf"})
    void otherFiles_arePassedOver(String name) {
        assertThat(ProjectFolder.with(base, name).problems()).isEmpty();
    }

    @Test
    void undoMigration() {
        assertThat(ProjectFolder.with(base, "U1__x.sql").problems())
                .containsExactly("src/main/resources/db/migration/U1__x.sql is an undo migration, which only paid"
                        + " editions of Flyway know. db-promote goes forward only.\n"
                        + "  → Delete it; to undo something, write a new versioned migration.");
    }

    @Test
    void baselineMigration() {
        assertThat(ProjectFolder.with(base, "B5__x.sql").problems())
                .containsExactly(
                        "src/main/resources/db/migration/B5__x.sql is a baseline migration: Flyway would run it"
                                + " where the database is empty and skip it everywhere else, so that environments would no longer"
                                + " get the same migrations.\n"
                                + "  → Keep the versioned migrations that it stands for, and delete it.");
    }

    @Test
    void unsafeName() {
        assertThat(MigrationProblems.unsafeName("db/V1__a\tb.sql").text())
                .isEqualTo("db/V1__a?b.sql has a backslash or a control character in its name, which means different"
                        + " things on different systems.\n  → Rename it.");
    }

    // ---- several files

    @Test
    void duplicateVersion_namesAllFilesHoweverTheVersionIsWritten() {
        ProjectFolder project = ProjectFolder.with(base, "V1__a.sql", "later/V01.0__b.sql", "V1_0_0__c.sql");

        assertThat(project.problems())
                .containsExactly(
                        "Several migrations have the version 1.0.0: src/main/resources/db/migration/V1_0_0__c.sql,"
                                + " src/main/resources/db/migration/V1__a.sql,"
                                + " src/main/resources/db/migration/later/V01.0__b.sql.\n"
                                + "  → Give each its own version; leave the one alone that is already applied somewhere"
                                + " (mvn db:status).\n"
                                + "    Leading zeros and a trailing .0 make no difference to Flyway.");
    }

    @Test
    void duplicateVersion_isSeenAcrossDirectories() {
        byte[] sql = "SELECT 1;".getBytes(StandardCharsets.UTF_8);
        ProjectFolder project = new ProjectFolder(base)
                .directories("a", "b")
                .file("a/V3__x.sql", sql)
                .file("b/V3__y.sql", sql);

        assertThat(project.problems()).singleElement().asString().contains("version 3: a/V3__x.sql, b/V3__y.sql.");
    }

    @Test
    void duplicateRepeatable() {
        assertThat(ProjectFolder.with(base, "R__active_users.sql", "views/R__active_users.sql")
                        .problems())
                .containsExactly("Several repeatable migrations have the description \"active users\", by which Flyway"
                        + " knows them: src/main/resources/db/migration/R__active_users.sql,"
                        + " src/main/resources/db/migration/views/R__active_users.sql.\n"
                        + "  → Give each its own description.");
    }

    @Test
    void duplicateCallback() {
        assertThat(ProjectFolder.with(base, "afterMigrate.sql", "views/afterMigrate.sql")
                        .problems())
                .containsExactly("Several callbacks have the name afterMigrate:"
                        + " src/main/resources/db/migration/afterMigrate.sql,"
                        + " src/main/resources/db/migration/views/afterMigrate.sql.\n"
                        + "  → Give each its own description, for instance afterMigrate__something_else.sql.");
    }

    @Test
    void sameName_inTwoDirectoriesIsOneProblemOnly() {
        byte[] sql = "SELECT 1;".getBytes(StandardCharsets.UTF_8);
        ProjectFolder project = new ProjectFolder(base)
                .directories("a", "b")
                .file("a/V3__x.sql", sql)
                .file("b/V3__x.sql", sql);

        assertThat(project.problems())
                .containsExactly(
                        "Several files would be V3__x.sql in the bundle, where directories are one and upper and"
                                + " lower case make no difference: a/V3__x.sql, b/V3__x.sql.\n"
                                + "  → Rename or delete all but one.");
    }

    // ---- content

    @ParameterizedTest
    @ValueSource(strings = {"", " \r\n\t\n", "\uFEFF", "\uFEFF\n"})
    void emptyScript(String text) {
        assertThat(new ProjectFolder(base).script("V1__x.sql", text).problems())
                .containsExactly("src/main/resources/db/migration/V1__x.sql is empty.\n"
                        + "  → Write it or delete it. If it is meant to do nothing, say why in a comment.");
    }

    @Test
    void emptyScript_mayExplainItselfInAComment() {
        assertThat(new ProjectFolder(base)
                        .script("V1__x.sql", "-- was never needed\n")
                        .problems())
                .isEmpty();
    }

    @Test
    void undecodable_namesLineAndByte() {
        byte[] latin = "SELECT 1;\r\n-- größer\r\n".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(new ProjectFolder(base)
                        .file(ProjectFolder.MIGRATIONS + "/V1__x.sql", latin)
                        .problems())
                .containsExactly(
                        "src/main/resources/db/migration/V1__x.sql:2 is not UTF-8: the byte at offset 16 cannot be"
                                + " decoded.\n"
                                + "  → Save the file as UTF-8, or set project.build.sourceEncoding to what all files are in.");
    }

    @Test
    void undecodable_isAlsoACharacterThatIsCutOffAtTheEnd() {
        byte[] cut = {'-', '-', (byte) 0xC3};

        assertThat(new ProjectFolder(base)
                        .file(ProjectFolder.MIGRATIONS + "/V1__x.sql", cut)
                        .problems())
                .singleElement()
                .asString()
                .contains("V1__x.sql:1 is not UTF-8: the byte at offset 2 cannot");
    }

    @Test
    void nulCharacter_isWhatUtf16LooksLike() {
        byte[] utf16 = "-- a\nSELECT 1;".getBytes(StandardCharsets.UTF_16LE);

        assertThat(new ProjectFolder(base)
                        .file(ProjectFolder.MIGRATIONS + "/V1__x.sql", utf16)
                        .problems())
                .containsExactly(
                        "src/main/resources/db/migration/V1__x.sql:1 has a NUL character, which has no place in"
                                + " SQL.\n  → Save the file as UTF-8; text in UTF-16 looks like this.");
    }

    @Test
    void unreadable_linkThatLeadsNowhere() {
        ProjectFolder project = new ProjectFolder(base).link("V1__x.sql", Path.of("missing.sql"));

        assertThat(project.problems())
                .containsExactly("Could not read src/main/resources/db/migration/V1__x.sql: its symbolic link leads"
                        + " nowhere.\n  → Make it readable, or move it out of the directory.");
    }

    @Test
    void unreadable_folderThatContainsItself() {
        ProjectFolder project = ProjectFolder.with(base, "V1__x.sql").link("again", Path.of("."));

        assertThat(project.problems())
                .containsExactly(
                        "Could not read src/main/resources/db/migration/again: its symbolic link leads back to a"
                                + " folder above it.\n  → Make it readable, or move it out of the directory.");
    }

    @Test
    void unreadable_withoutPermission() {
        assertThat(MigrationProblems.unreadable("db/V1__x.sql", new AccessDeniedException("/p/db/V1__x.sql"))
                        .text())
                .isEqualTo("Could not read db/V1__x.sql: permission denied.\n"
                        + "  → Make it readable, or move it out of the directory.");
    }

    @Test
    void notAFile() {
        assertThat(MigrationProblems.notAFile("db/V1__x.sql").text())
                .isEqualTo("db/V1__x.sql is named like a migration, but is no regular file.\n"
                        + "  → Replace it by a file, or move it out of the directory.");
    }

    @Test
    void notADirectory() {
        assertThat(new ProjectFolder(base)
                        .file("migrations", new byte[0])
                        .directories("migrations")
                        .problems())
                .containsExactly("migrations is configured as a directory of migrations, but is no directory.\n"
                        + "  → Correct <directories> in the plugin's configuration.");
    }

    @Test
    void linkLeavesDirectory_asFileAndAsFolder(@TempDir Path elsewhere) throws IOException {
        Path real = elsewhere.toRealPath();
        Path script = Files.writeString(real.resolve("shared.sql"), "SELECT 1;");
        ProjectFolder project =
                new ProjectFolder(base).link("V1__x.sql", script).link("shared", real);

        String end = ", outside of the directory of migrations: what is there may change without the project.\n"
                + "  → Replace the link by the file itself, or add that directory to <directories>.";
        assertThat(project.problems())
                .containsExactly(
                        "src/main/resources/db/migration/shared is a symbolic link to " + real + end,
                        "src/main/resources/db/migration/V1__x.sql is a symbolic link to " + script + end);
    }

    @Test
    void link_mayStayInTheDirectoryOrBeTheDirectory(@TempDir Path elsewhere) throws IOException {
        Files.writeString(elsewhere.resolve("V1__x.sql"), "SELECT 1;");
        Files.createSymbolicLink(elsewhere.resolve("R__x.sql"), Path.of("V1__x.sql"));
        Files.createSymbolicLink(base.resolve("sql"), elsewhere);

        ProjectFolder project = new ProjectFolder(base).directories("sql");
        assertThat(project.problems()).isEmpty();
        assertThat(project.read().source("R__x.sql")).contains("sql/R__x.sql");
    }

    // ---- script configurations

    @Test
    void configurationWithoutScript() {
        assertThat(ProjectFolder.with(base, "V1__x.sql")
                        .script("V2__y.sql.conf", "executeInTransaction=false")
                        .problems())
                .containsExactly(
                        "src/main/resources/db/migration/V2__y.sql.conf configures a script that does not exist:"
                                + " V2__y.sql.\n  → Name it after its script, or delete it.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"V1__x.conf", "V1__x.sql.CONF", "V1__x.SQL.conf"})
    void misnamedConfiguration(String name) {
        assertThat(ProjectFolder.with(base, "V1__x.sql").script(name, "").problems())
                .containsExactly("src/main/resources/db/migration/" + name
                        + " is not named like a script configuration: Flyway would silently skip it.\n"
                        + "  → Rename it to V1__x.sql.conf: the whole name of the script, and .conf.");
    }

    @Test
    void unknownSetting() {
        assertThat(configured("executeInTransactions=false"))
                .isEqualTo("src/main/resources/db/migration/V1__x.sql.conf sets \"executeInTransactions\", which Flyway"
                        + " does not know.\n"
                        + "  → Known are executeInTransaction, placeholderReplacement and encoding; upper and lower case"
                        + " matter.");
    }

    @Test
    void notASwitch() {
        assertThat(configured("executeInTransaction=${transactional}"))
                .isEqualTo("src/main/resources/db/migration/V1__x.sql.conf sets executeInTransaction to"
                        + " \"${transactional}\".\n  → It must be true or false, without placeholders.");
    }

    @Test
    void conditionalScript() {
        assertThat(configured("shouldExecute=${environment}==qa"))
                .isEqualTo(
                        "src/main/resources/db/migration/V1__x.sql.conf sets shouldExecute, which only paid editions of"
                                + " Flyway know, and with which environments would no longer get the same migrations.\n"
                                + "  → Delete the setting. What differs between environments belongs into placeholders.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ISO-8859-1", "no such thing", "UTF-16"})
    void foreignEncoding(String encoding) {
        assertThat(configured("encoding=" + encoding))
                .isEqualTo("src/main/resources/db/migration/V1__x.sql.conf sets encoding to \"" + encoding
                        + "\", but bundles are UTF-8.\n"
                        + "  → Delete the setting, and save the script in the project's encoding.");
    }

    @Test
    void settingsThatABundleAllows() {
        assertThat(ProjectFolder.with(base, "V1__x.sql")
                        .script(
                                "V1__x.sql.conf",
                                "# why\nexecuteInTransaction=false\nplaceholderReplacement = TRUE\nencoding=utf8\n")
                        .problems())
                .isEmpty();
    }

    private String configured(String setting) {
        return ProjectFolder.with(base, "V1__x.sql")
                .script("V1__x.sql.conf", setting + "\n")
                .problems()
                .get(0);
    }

    // ---- what not every system can have

    @Test
    void namedPipe_isNotOpened() throws IOException, InterruptedException {
        Files.createDirectories(new ProjectFolder(base).migrations());
        Path pipe = new ProjectFolder(base).migrations().resolve("V1__x.sql");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        assertThat(new ProjectFolder(base).read().problems())
                .containsExactly(MigrationProblems.notAFile("src/main/resources/db/migration/V1__x.sql"));
    }

    /** Linux shows a deleted folder, for as long as it is open, as one that is there and leads nowhere. */
    @Test
    void directoryThatCannotBeRead_isAProblemToo() throws IOException {
        Path folder = Files.createDirectory(base.resolve("vanished")).toRealPath();
        try (DirectoryStream<Path> open = Files.newDirectoryStream(folder);
                Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            assertThat(open).isEmpty();
            Path descriptor =
                    descriptors.filter(it -> leadsTo(folder, it)).findFirst().orElseThrow();
            Files.delete(folder);

            assertThat(new ProjectFolder(base)
                            .directories(descriptor.toString())
                            .problems())
                    .singleElement()
                    .asString()
                    .startsWith("Could not read the directory ")
                    .endsWith(descriptor.getFileName() + ": its symbolic link leads nowhere.\n"
                            + "  → Make it readable, or correct <directories> in the plugin's configuration.");
        }
    }

    private static boolean leadsTo(Path folder, Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).equals(folder);
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void nameWithABackslash_isRefused() {
        assertThat(ProjectFolder.with(base, "V1__a\\b.sql").read().problems())
                .containsExactly(MigrationProblems.unsafeName("src/main/resources/db/migration/V1__a\\b.sql"));
    }

    @Test
    void namesThatDifferOnlyInCase_areOneFile() {
        byte[] sql = "SELECT 1;".getBytes(StandardCharsets.UTF_8);
        ProjectFolder project = new ProjectFolder(base)
                .directories("a", "b")
                .file("a/R__x.sql", sql)
                .file("b/R__X.sql", sql);

        assertThat(project.read().problems()).extracting("code").containsExactly("same-name");
    }
}
