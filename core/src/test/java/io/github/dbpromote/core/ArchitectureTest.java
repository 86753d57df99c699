package io.github.dbpromote.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final String CORE = "io.github.dbpromote.core";
    /** Each package may use only those before it. */
    private static final List<String> PACKAGES =
            List.of("problem", "gate", "model", "bundle", "aws", "ledger", "host", "progress", "operation");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(CORE);

    @Test
    void packagesKnowOnlyThoseBelowThem() {
        for (int i = 0; i < PACKAGES.size(); i++) {
            List<String> above = PACKAGES.subList(i + 1, PACKAGES.size());
            if (!above.isEmpty()) {
                noClasses()
                        .that()
                        .resideInAPackage(CORE + "." + PACKAGES.get(i) + "..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(above.stream()
                                .map(name -> CORE + "." + name + "..")
                                .toArray(String[]::new))
                        .because("a reader who knows the lower packages can understand the next one")
                        .check(CLASSES);
            }
        }
    }

    @Test
    void coreKnowsNoFrontEndAndNoDatabase() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.maven..", "com.amazonaws..", "org.flywaydb..", "java.sql..", "org.postgresql..")
                .because("plugin, relay and host share the core, and each brings only its own world")
                .check(CLASSES);
    }

    @Test
    void everyClassHasItsPlace() {
        classes()
                .should()
                .resideInAnyPackage(
                        PACKAGES.stream().map(name -> CORE + "." + name).toArray(String[]::new))
                .because("a new package needs its place in the order above")
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

    @Test
    void nobodyAsksTheCallersClockWhatTimeItIs() {
        noClasses()
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .because("limits hold by S3's clock; the caller's only measures how long it waited")
                .check(CLASSES);
    }
}
