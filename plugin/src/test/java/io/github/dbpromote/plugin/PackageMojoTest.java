package io.github.dbpromote.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugin.MojoExecution;
import org.junit.jupiter.api.Test;

@MojoTest
class PackageMojoTest extends GoalScene {
    @Test
    @InjectMojo(goal = "package")
    void package_attachesTheBundle(PackageMojo goal) throws Exception {
        build().migration("V1__users.sql").migration("R__active_users.sql").offline();

        goal.execute();

        Path file = build().folder().resolve("target/" + cloud.database() + "-1.0-migrations.jar");
        assertThat(build().project().getAttachedArtifacts()).singleElement().satisfies(attached -> {
            assertThat(attached.getClassifier()).isEqualTo("migrations");
            assertThat(attached.getType()).isEqualTo("jar");
            assertThat(attached.getFile().toPath()).isEqualTo(file);
        });
        assertThat(file).hasBinaryContent(release().bundle().bytes());
        assertThat(said.lines())
                .containsExactly("Bundle " + release().bundle().digest().abbreviated() + " of " + cloud.database()
                        + ": " + file);
        assertThat(cloud.asked()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "package")
    void package_makesTheSameBytesTwice(PackageMojo goal) throws Exception {
        build().migration("V1__users.sql");

        goal.execute();
        Artifact attached = build().project().getAttachedArtifacts().get(0);
        byte[] first = Files.readAllBytes(attached.getFile().toPath());
        Files.delete(attached.getFile().toPath());
        build().migration("V1__users.sql");
        goal.execute();

        assertThat(attached.getFile()).hasBinaryContent(first);
    }

    @Test
    @InjectMojo(goal = "package")
    void package_attachesNothingThatIsNotInOrder(PackageMojo goal) {
        build().migration("V1__users.sql").migration("V1__again.sql");

        assertThat(refusalOf(goal)).startsWith("Several migrations have the version 1");
        assertThat(build().project().getAttachedArtifacts()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "package")
    void directoriesThatMavenInjects_areTheOnesThatAreRead(PackageMojo goal) throws Exception {
        build().migration("V1__users.sql").file(cloud.database().value(), "other/V2__elsewhere.sql", "SELECT 2;");
        goal.directories = List.of(new File("other"));

        goal.execute();

        assertThat(entries()).containsExactly("db/migration/V2__elsewhere.sql");
    }

    @Test
    @InjectMojo(goal = "package")
    void databaseOfAnExecution_isTheName(PackageMojo goal) throws Exception {
        build().migration("V1__users.sql").module("products");
        build().typed("db.database", "accounts").migration("products", "V1__p.sql", "SELECT 1;");
        goal.database = "accounts";

        goal.execute();

        assertThat(said.lines()).singleElement().asString().contains(" of accounts: ");
    }

    @Test
    @InjectMojo(goal = "package")
    void onlyModuleWithoutMigrations_isPassedOver_whateverItsNameIs(PackageMojo goal) throws Exception {
        GoalScene.called(goal, MojoExecution.Source.LIFECYCLE);
        build().project().setArtifactId("_parent");

        goal.execute();

        assertThat(said.lines()).containsExactly("Passed over: no migrations here.");
    }

    private List<String> entries() throws IOException {
        File bundle = build().project().getAttachedArtifacts().get(0).getFile();
        try (JarFile jar = new JarFile(bundle)) {
            return jar.stream().map(ZipEntry::getName).toList();
        }
    }

    @Test
    @InjectMojo(goal = "package")
    @Typed("db.skip=true")
    void skip_attachesNothing(PackageMojo goal) throws Exception {
        build().migration("V1__users.sql");

        goal.execute();

        assertThat(build().project().getAttachedArtifacts()).isEmpty();
    }
}
