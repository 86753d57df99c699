package io.github.dbpromote.plugin;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.apache.maven.plugin.AbstractMojo;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final String PLUGIN = "io.github.dbpromote.plugin";
    private static final String CORE = "io.github.dbpromote.core";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(PLUGIN);

    @Test
    void nothingOfMavensInsidesIsUsed() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.codehaus.plexus..",
                        "org.apache.maven.repository..",
                        "org.apache.maven.artifact.resolver..",
                        "org.apache.maven.shared..",
                        "org.eclipse.sisu..",
                        "com.google..")
                .because("plexus-utils and maven-compat are not there in every Maven that runs the plugin")
                .check(CLASSES);
    }

    @Test
    void pluginReachesNeitherDatabaseNorHostNorSandboxByItsClasses() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.github.dbpromote.sandbox..",
                        "io.github.dbpromote.flywayhost..",
                        "java.sql..",
                        "javax.sql..",
                        "org.postgresql..")
                .because("databases are reached by the Flyway host alone, and the sandbox runs in a JVM of its own")
                .check(CLASSES);
    }

    @Test
    void goalsAreThin() {
        noClasses()
                .that()
                .resideInAPackage(PLUGIN)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "software.amazon..",
                        "org.flywaydb..",
                        CORE + ".aws..",
                        CORE + ".ledger..",
                        CORE + ".host..",
                        CORE + ".progress..")
                .because("a goal is parameters, one call into core, and the translation of failures")
                .check(CLASSES);
    }

    @Test
    void reportsKnowNeitherAwsNorMaven() {
        noClasses()
                .that()
                .resideInAPackage(PLUGIN + ".report..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("software.amazon..", "org.apache.maven..", "org.flywaydb..", CORE + ".aws..")
                .because("what is said is made of results alone, so that every text can be tested")
                .check(CLASSES);
    }

    @Test
    void onlyTheReadingOfMigrationsKnowsFlyway() {
        noClasses()
                .that()
                .resideOutsideOfPackage(PLUGIN + ".migrations..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.flywaydb..")
                .because("Flyway's internals change from release to release")
                .check(CLASSES);
    }

    @Test
    void readingOfMigrationsKnowsNoRepository() {
        noClasses()
                .that()
                .resideInAPackage(PLUGIN + ".migrations..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.eclipse.aether..", PLUGIN + ".artifacts..")
                .because("where a jar comes from makes no difference to what is in it")
                .check(CLASSES);
    }

    @Test
    void partsDoNotKnowTheGoals() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        PLUGIN + ".access..",
                        PLUGIN + ".artifacts..",
                        PLUGIN + ".migrations..",
                        PLUGIN + ".report..",
                        PLUGIN + ".sandbox..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(PLUGIN)
                .because("the goals put the parts together")
                .check(CLASSES);
    }

    @Test
    void wordingKnowsNothingElse() {
        noClasses()
                .that()
                .resideInAPackage(PLUGIN + ".text..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(PLUGIN + ".text..", "java..")
                .because("every part shows files in its messages, in the same way")
                .check(CLASSES);
    }

    @Test
    void everyClassHasItsPlace() {
        classes()
                .should()
                .resideInAnyPackage(
                        PLUGIN,
                        PLUGIN + ".access",
                        PLUGIN + ".artifacts",
                        PLUGIN + ".migrations",
                        PLUGIN + ".report",
                        PLUGIN + ".sandbox",
                        PLUGIN + ".text")
                .because("a new package needs a rule here")
                .check(CLASSES);
    }

    @Test
    void goalsAreNamedSo() {
        classes()
                .that()
                .areAssignableTo(AbstractMojo.class)
                .should()
                .haveSimpleNameEndingWith("Mojo")
                .check(CLASSES);
    }

    @Test
    void roomsHaveRealNames() {
        noClasses()
                .should()
                .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl|Common)")
                .because("such a name says nothing about what is inside")
                .check(CLASSES);
    }
}
