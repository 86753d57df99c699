package io.github.dbpromote.relay;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.github.dbpromote.relay");

    @Test
    void theRelay_knowsNoMavenAndNoDatabase() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.maven..", "org.flywaydb..", "java.sql..", "org.postgresql..")
                .because("it only passes bundles on, and has to start quickly")
                .check(CLASSES);
    }

    @Test
    void onlyTheHandler_knowsLambda() {
        noClasses()
                .that()
                .doNotHaveSimpleName("Handler")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.amazonaws..", "org.crac..")
                .because("everything else runs wherever there is an event")
                .check(CLASSES);
    }

    @Test
    void onlyTheRehearsal_speaksHttpItself() {
        noClasses()
                .that()
                .haveNameNotMatching(".*\\.EmptyHouse.*")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("software.amazon.awssdk.http..")
                .because("everything goes through the clients of core")
                .check(CLASSES);
    }

    @Test
    void nobodyAsksTheFunctionsClockWhatTimeItIs() {
        noClasses()
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .because("limits hold by S3's clock")
                .check(CLASSES);
    }
}
