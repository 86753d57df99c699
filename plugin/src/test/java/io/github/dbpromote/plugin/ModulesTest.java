package io.github.dbpromote.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbpromote.core.problem.Refusal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;
import org.apache.maven.project.ProjectBuilder;
import org.eclipse.aether.RepositorySystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@MojoTest
class ModulesTest {
    @TempDir
    Path folder;

    @Inject
    private ProjectBuilder projectBuilder;

    @Inject
    private RepositorySystem repositorySystem;

    private final MavenSession session = MavenBuild.newSession();
    private Modules modules;
    private MavenBuild build;

    @BeforeEach
    void beginTheBuild() {
        build = new MavenBuild(folder, session, projectBuilder);
        modules = new Modules(session, repositorySystem);
    }

    @Test
    void artifactIdIsTheName_whereNothingElseIs() {
        build.module("users").migration("V1__users.sql");

        assertThat(selected()).containsExactly("users");
    }

    @Test
    void commandLineNamesTheOnlyModule_whereItsPomDoesNot() {
        build.module("users").migration("V1__users.sql").typed("db.database", "accounts");

        assertThat(selected()).containsExactly("accounts");
    }

    @Test
    void nameInThePluginsConfiguration_winsOverTheCommandLine() {
        build.module("users", "<database>people</database>").migration("V1__users.sql");
        build.typed("db.database", "accounts");

        assertRefused("No module of this build has a database \"accounts\". There are: people.");
    }

    @Test
    void nameInAPropertyOfThePom_winsOverTheCommandLine() {
        build.moduleWithProperties("users", "<db.database>people</db.database>").migration("V1__users.sql");
        build.typed("db.database", "accounts");

        assertRefused("No module of this build has a database \"accounts\". There are: people.");
    }

    /** As Maven 4 does with each property that the command line names too. */
    @Test
    void nameInAPropertyOfThePom_isTheName_whereMavenHandsOutThatOfTheCommandLine() {
        build.moduleWithProperties(
                        "users", "<suffix>db</suffix><db.database>${project.artifactId}-${suffix}</db.database>")
                .migration("V1__users.sql");
        build.moduleWithProperties("products", "<db.database>goods</db.database>")
                .migration("products", "V1__p.sql", "SELECT 1;");
        build.typed("db.database", "goods");
        session.getAllProjects().forEach(it -> it.getProperties().setProperty("db.database", "goods"));

        assertThat(selected()).containsExactly("goods");
        assertThat(modules.of(project("users")).name()).isEqualTo("users-db");
    }

    @Test
    void commandLineOnlySelects_whereThereAreSeveralModules() {
        build.module("users").migration("V1__users.sql");
        build.module("products").migration("products", "V1__p.sql", "SELECT 1;");
        build.typed("db.database", "products");

        assertThat(selected()).containsExactly("products");
        assertThat(modules.isSelected(modules.of(project("users")))).isFalse();
        assertThat(modules.isSelected(modules.of(project("products")))).isTrue();
    }

    @Test
    void unknownNameIsRefused_byGoalsOfTheBuildAndOfAModuleAlike() {
        build.module("users").migration("V1__users.sql").module("no-database");
        build.typed("db.database", "accounts");

        assertRefused("No module of this build has a database \"accounts\". There are: users.");
        assertThatThrownBy(() -> modules.isSelected(modules.of(project("users"))))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("No module of this build has a database \"accounts\". There are: users.");
    }

    @Test
    void unknownNameIsRefused_whereNoModuleHasMigrations() {
        build.module("service").module("web").typed("db.database", "accounts");

        assertRefused("No module of this build has a database \"accounts\". None has migrations.");
    }

    @Test
    void moduleThatMinusPlLeavesOut_countsAsOneOfSeveral() {
        build.module("users").migration("V1__users.sql").module("products");
        session.setProjects(List.of(project("users")));
        build.typed("db.database", "accounts");

        assertRefused("No module of this build has a database \"accounts\". There are: users.");
    }

    @Test
    void databaseThatNoDatabaseMayBeCalled_isRefused_andAModuleWithoutMigrationsMayBeCalledSo() {
        build.module("_parent").module("users").migration("users", "V1__users.sql", "SELECT 1;");

        assertThat(selected()).containsExactly("users");

        build.migration("_parent", "V1__p.sql", "SELECT 1;");

        assertRefused("\"_parent\" cannot be the name of a database");
    }

    @Test
    void pluginManagement_isReadWhereThePluginIsNotDeclared() {
        build.moduleWithManaged("users", "<database>people</database><directories><d>sql</d></directories>");
        build.file("users", "sql/V1__users.sql", "SELECT 1;");

        assertThat(selected()).containsExactly("people");
        assertThat(modules.of(project("users")).directories())
                .containsExactly(folder.resolve("users").resolve("sql"));
    }

    @Test
    void directoriesOnTheCommandLine_areThoseOfEveryModuleThatConfiguresNone() {
        build.module("users").module("products", "<directories><directory>db</directory></directories>");
        build.typed("db.directories", "sql, more/sql");

        assertThat(modules.of(project("users")).directories())
                .containsExactly(folder.resolve("users/sql"), folder.resolve("users/more/sql"));
        assertThat(modules.of(project("products")).directories()).containsExactly(folder.resolve("products/db"));
    }

    @Test
    void whatMavenInjects_winsOverWhatThePomDeclares() {
        build.module("users", "<database>people</database><directories><d>sql</d></directories>");

        Module module = modules.of(
                project("users"), new ModuleSettings(Optional.of("accounts"), List.of(Path.of("other")), List.of()));

        assertThat(module.name()).isEqualTo("accounts");
        assertThat(module.directories()).containsExactly(folder.resolve("users/other"));
    }

    @Test
    void withoutAPom_thereIsNoneButTheOneNamed() {
        build.withoutPom();

        assertThat(selected()).isEmpty();

        build.typed("db.database", "users");

        assertThat(selected()).containsExactly("users");
    }

    @Test
    void migrationArtifacts_areMigrations_whereThereIsNoDirectory() {
        build.module("users", "<migrationArtifacts><a>com.acme:shared:1.0</a></migrationArtifacts>")
                .module("orders", "<migrationArtifacts>com.acme:shared:1.0, com.acme:audit:2</migrationArtifacts>")
                .moduleWithProperties("audit", "<db.migrationArtifacts>com.acme:audit:2</db.migrationArtifacts>")
                .module("products", "<migrationArtifacts></migrationArtifacts>");

        assertThat(selected()).containsExactly("users", "orders", "audit");
    }

    // ---- a bundle of a repository

    @Test
    void namedBundle_isReadFromTheCommandLineAlone() {
        build.moduleWithProperties("users", "<db.artifact>com.acme:users:1.4.0</db.artifact>");

        assertThat(modules.namedBundle()).isEmpty();
    }

    @Test
    void databaseOfABundle_isThatOfTheModuleItWasMadeOf() {
        build.module("app").module("users", "<database>people</database>");
        build.typed("db.artifact", "com.acme:users:1.4.0");

        NamedBundle named = modules.namedBundle().orElseThrow();

        assertThat(named.module().name()).isEqualTo("people");
        assertThat(named.place()).isEqualTo(project("users"));
        assertThat(named.bundle()).hasToString("com.acme:users:jar:migrations:1.4.0");
    }

    @Test
    void databaseOfABundle_isCalledLikeTheArtifact_whereNoModuleIs() {
        build.module("app").module("users").typed("db.artifact", "com.example:users:1.4.0");
        assertThat(modules.namedBundle().orElseThrow().place()).isEqualTo(project("users"));

        build.typed("db.artifact", "com.example:orders:1.4.0");
        NamedBundle orders = modules.namedBundle().orElseThrow();

        assertThat(orders.module().name()).isEqualTo("orders");
        assertThat(orders.place()).isEqualTo(project("app"));
    }

    @Test
    void databaseOfABundle_isTheOneThatIsTyped() {
        build.module("app").module("users").module("products", "<database>accounts</database>");
        build.typed("db.artifact", "com.acme:users:1.4.0").typed("db.database", "accounts");

        NamedBundle named = modules.namedBundle().orElseThrow();

        assertThat(named.module().name()).isEqualTo("accounts");
        assertThat(named.place()).isEqualTo(project("products"));
    }

    @Test
    void bundleIsPublishedInTheModuleWithMigrations_whereAParentHasTheSameName() {
        build.module("users").module("users-db", "<database>users</database>");
        build.migration("users-db", "V1__x.sql", "SELECT 1;").typed("db.artifact", "com.acme:users:1.4.0");

        assertThat(modules.namedBundle().orElseThrow().place()).isEqualTo(project("users-db"));
    }

    @Test
    void bundleNeedsNoPom() {
        build.withoutPom().typed("db.artifact", "com.acme:users:1.4.0");

        NamedBundle named = modules.namedBundle().orElseThrow();

        assertThat(named.module().name()).isEqualTo("users");
        assertThat(named.place()).isEqualTo(session.getCurrentProject());
    }

    private List<String> selected() {
        return modules.selected().stream().map(Module::name).toList();
    }

    private void assertRefused(String beginning) {
        assertThatThrownBy(modules::selected).isInstanceOf(Refusal.class).hasMessageStartingWith(beginning);
    }

    private MavenProject project(String artifactId) {
        return session.getAllProjects().stream()
                .filter(it -> it.getArtifactId().equals(artifactId))
                .findFirst()
                .orElseThrow();
    }
}
