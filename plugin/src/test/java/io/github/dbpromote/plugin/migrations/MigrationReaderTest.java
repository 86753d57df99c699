package io.github.dbpromote.plugin.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.github.dbpromote.core.bundle.Bundle;
import io.github.dbpromote.core.model.Migration;
import io.github.dbpromote.core.operation.Release;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Refusal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationReaderTest {
    @TempDir
    private Path base;

    @Test
    void read_listsMigrationsInTheOrderInWhichFlywayRunsThem() {
        ProjectFolder project = ProjectFolder.with(
                base, "R__b.sql", "V10__ten.sql", "V2_1__two_one.sql", "R__a.sql", "V2__two.sql", "afterMigrate.sql");

        assertThat(project.read().release().migrations())
                .extracting(Migration::version, Migration::description, Migration::script)
                .containsExactly(
                        row("2", "two", "V2__two.sql"),
                        row("2.1", "two one", "V2_1__two_one.sql"),
                        row("10", "ten", "V10__ten.sql"),
                        row(null, "a", "R__a.sql"),
                        row(null, "b", "R__b.sql"));
    }

    @Test
    void read_bundlesMigrationsCallbacksAndConfigurations_butNothingElse() {
        ProjectFolder project = ProjectFolder.with(base, "V1__x.sql", "orders/V2__y.sql", "afterMigrate__grants.sql")
                .script("V1__x.sql.conf", "executeInTransaction=false\n")
                .script("README.md", "# Migrations")
                .script(".gitkeep", "")
                .script(".DS_Store", "")
                .script("._V1__x.sql", "")
                .script(".idea/V9__z.sql", "SELECT 9;")
                .script("V1__x.sql.orig", "SELECT 0;")
                .script("VERSION", "7")
                .script("review.sh", "echo");

        assertThat(project.problems()).isEmpty();
        assertThat(project.read().release().bundle().files())
                .containsOnlyKeys("V1__x.sql", "V1__x.sql.conf", "afterMigrate__grants.sql", "orders/V2__y.sql");
    }

    @Test
    void read_makesTheSameBundleOfAnyLineEndAndEncoding(@TempDir Path other) {
        Release unix = new ProjectFolder(base)
                .script("V1__x.sql", "-- größer\nSELECT 1;\n")
                .read()
                .release();
        Release windows = new ProjectFolder(other)
                .in(StandardCharsets.ISO_8859_1)
                .script("V1__x.sql", "-- größer\r\nSELECT 1;\r\n")
                .read()
                .release();

        assertThat(windows.bundle().digest()).isEqualTo(unix.bundle().digest());
        assertThat(windows.migrations()).isEqualTo(unix.migrations());
    }

    @Test
    void read_keepsTheByteOrderMark_whichDoesNotCountInTheChecksum(@TempDir Path other) {
        Release marked = new ProjectFolder(base)
                .script("V1__x.sql", "\uFEFFSELECT 1;\n")
                .read()
                .release();
        Release plain = new ProjectFolder(other)
                .script("V1__x.sql", "SELECT 1;\n")
                .read()
                .release();

        assertThat(marked.bundle().files().get("V1__x.sql"))
                .isEqualTo("\uFEFFSELECT 1;\n".getBytes(StandardCharsets.UTF_8));
        assertThat(marked.migrations()).isEqualTo(plain.migrations());
    }

    @Test
    void read_readsOneScriptInTheEncodingThatItsConfigurationSays() {
        Reading reading = new ProjectFolder(base)
                .in(StandardCharsets.UTF_8)
                .script("V1__x.sql", "SELECT 'größer';")
                .in(StandardCharsets.ISO_8859_1)
                .script("V1__x.sql.conf", "encoding=UTF-8\n")
                .read();

        assertThat(reading.release().bundle().files().get("V1__x.sql"))
                .isEqualTo("SELECT 'größer';".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void read_givesNamesTheFormOfTheBundle() {
        Reading reading = ProjectFolder.with(base, "V1__gro\u0308\u00DFer.sql").read();

        Release release = reading.release();
        assertThat(release.migrations()).extracting(Migration::script).containsExactly("V1__gr\u00F6\u00DFer.sql");
        assertThat(release.bundle().files()).containsOnlyKeys("V1__gr\u00F6\u00DFer.sql");
        assertThat(reading.source("V1__gr\u00F6\u00DFer.sql"))
                .contains(ProjectFolder.MIGRATIONS + "/V1__gro\u0308\u00DFer.sql");
    }

    @Test
    void read_leavesTheChecksumOfRepeatablesToTheHost() {
        assertThat(ProjectFolder.with(base, "R__view.sql").read().release().migrations())
                .extracting(Migration::checksum)
                .containsExactly(Optional.empty());
    }

    @Test
    void source_tellsTheFileOfAScript() {
        Reading reading = ProjectFolder.with(base, "orders/V7__x.sql").read();

        assertThat(reading.source("orders/V7__x.sql")).contains("src/main/resources/db/migration/orders/V7__x.sql");
        assertThat(reading.source("V7__x.sql")).isEmpty();
    }

    @Test
    void read_joinsSeveralDirectories_passingOverWhatIsMissingAndWhatLiesInAnother() {
        Reading reading = new ProjectFolder(base)
                .directories("sql/tables", "sql/views", "sql/missing", "sql/tables/orders", "sql/tables")
                .file("sql/tables/V1__x.sql", "SELECT 1;".getBytes(StandardCharsets.UTF_8))
                .file("sql/tables/orders/V2__y.sql", "SELECT 2;".getBytes(StandardCharsets.UTF_8))
                .file("sql/views/R__z.sql", "SELECT 3;".getBytes(StandardCharsets.UTF_8))
                .read();

        assertThat(reading.release().bundle().files()).containsOnlyKeys("R__z.sql", "V1__x.sql", "orders/V2__y.sql");
        assertThat(reading.source("R__z.sql")).contains("sql/views/R__z.sql");
    }

    @Test
    void source_namesFilesOutsideOfTheProjectToo() {
        ProjectFolder project = new ProjectFolder(base.resolve("users"))
                .file("../shared/V1__x.sql", "SELECT 1;".getBytes(StandardCharsets.UTF_8))
                .directories("../shared");

        assertThat(project.read().source("V1__x.sql")).contains("../shared/V1__x.sql");
    }

    @Test
    void read_ofNothingIsEmpty_notAProblem() {
        Reading reading = new ProjectFolder(base).read();

        assertThat(reading.isEmpty()).isTrue();
        assertThat(reading.problems()).isEmpty();
        assertThatThrownBy(reading::release)
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("There are no migrations to bundle.");
    }

    @Test
    void read_ofADirectoryWithoutScriptsIsEmpty() {
        assertThat(new ProjectFolder(base)
                        .script(".gitkeep", "")
                        .script("README.md", "later")
                        .read()
                        .isEmpty())
                .isTrue();
    }

    @Test
    void read_ofOnlyMisnamedFilesIsNotEmpty() {
        assertThat(ProjectFolder.with(base, "V1_x.sql").read().isEmpty()).isFalse();
    }

    @Test
    void release_refusesWithEveryProblemAtOnce() {
        Reading reading = ProjectFolder.with(base, "V1__a.sql", "V01__b.sql", "V2_x.sql")
                .script("V3__empty.sql", "")
                .read();

        assertThatThrownBy(reading::release)
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.problems())
                                .extracting("code")
                                .containsExactly("misnamed-migration", "duplicate-version", "empty-migration"));
    }

    @Test
    void bundle_isReadWithItsBytesAsTheyAre() {
        Release built = ProjectFolder.with(base, "V1__x.sql", "orders/V2__y.sql", "R__v.sql", "afterMigrate.sql")
                .script("V1__x.sql.conf", "executeInTransaction=false\n")
                .read()
                .release();

        Reading reading = MigrationReader.ofBundle("com.acme:users:jar:migrations:1.4.0", built.bundle());

        assertThat(reading.problems()).isEmpty();
        assertThat(reading.release()).isEqualTo(built);
        assertThat(reading.release().bundle().bytes()).isEqualTo(built.bundle().bytes());
        assertThat(reading.source("orders/V2__y.sql"))
                .contains("com.acme:users:jar:migrations:1.4.0!/db/migration/orders/V2__y.sql");
    }

    @Test
    void bundleWithAnythingElseInIt_isAProblem() {
        Bundle bundle = Bundle.of(Map.of("V1__x.sql", "SELECT 1;", "README.md", "#"));

        assertThat(MigrationReader.ofBundle("com.acme:users:jar:migrations:1.4.0", bundle)
                        .problems())
                .extracting(Problem::text)
                .containsExactly(
                        "com.acme:users:jar:migrations:1.4.0!/db/migration/README.md is neither a"
                                + " migration nor a script configuration, and a bundle holds nothing else.\n  → Build the bundle with db:package.");
    }

    @Test
    void bundleWithAMigrationThatIsNotInOrder_isAProblem() {
        Bundle bundle = Bundle.of(Map.of("V1__x.sql", "SELECT 1;", "V01__y.sql", "SELECT 2;"));

        assertThat(MigrationReader.ofBundle("com.acme:users:jar:migrations:1.4.0", bundle)
                        .problems())
                .extracting(Problem::code)
                .containsExactly("duplicate-version");
    }

    private static Tuple row(String version, String description, String script) {
        return tuple(Optional.ofNullable(version), description, script);
    }
}
