package io.github.dbpromote.plugin.migrations;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.problem.Problem;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.maven.model.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceFilteringTest {
    @TempDir
    private Path base;

    @Test
    void problems_namesTheMigrationsThatMavenFilters() {
        Resource resource = filtered(base.resolve("src/main/resources").toString());

        assertThat(problems(resource))
                .extracting(Problem::text)
                .containsExactly(
                        "Maven filters src/main/resources/db/migration/V1__x.sql and 1 more: the resource directory"
                                + " src/main/resources has <filtering>true, so that the copy in the build's output may differ from"
                                + " what is published.\n"
                                + "  → Exclude the migrations: <exclude>db/migration/**</exclude> in that <resource>, and add a"
                                + " second <resource> for them without filtering.");
    }

    @Test
    void problems_readsDirectoriesRelativeToTheProject() {
        assertThat(problems(filtered("src/main/resources/db/migration")))
                .singleElement()
                .extracting(Problem::remedy)
                .asString()
                .contains("<exclude>**</exclude>");
    }

    @Test
    void problems_hasNoneWithoutFiltering() {
        Resource resource = filtered("src/main/resources");
        resource.setFiltering(false);

        assertThat(problems(resource)).isEmpty();
    }

    @Test
    void problems_hasNoneForOtherDirectories() {
        assertThat(problems(filtered("src/main/templates"), filtered("src/main/resources/db/migration2")))
                .isEmpty();
    }

    @Test
    void problems_countsOnlyWhatIsIncluded() {
        Resource resource = filtered("src/main/resources");
        resource.addInclude("db/**/V2*.sql");

        assertThat(problems(resource))
                .singleElement()
                .extracting(Problem::summary)
                .asString()
                .startsWith("Maven filters src/main/resources/db/migration/orders/V2__y.sql: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "db/migration/**",
                "db/migration/",
                "**/*.sql",
                "db\\migration\\**",
                "%ant[db/**]",
                "%regex[db/.*]",
                "**",
                "**/V?__*",
                "db/**"
            })
    void problems_respectsExcludes(String exclude) {
        Resource resource = filtered("src/main/resources");
        resource.addExclude(exclude);

        assertThat(problems(resource)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*.sql", "migration/**", "db/*", "db/migration/*/*", "DB/**", "%regex[db]", "d.*"})
    void problems_respectsThatAPatternExcludesNoMoreThanItSays(String exclude) {
        Resource resource = filtered("src/main/resources");
        resource.addExclude(exclude);

        assertThat(problems(resource)).hasSize(1);
    }

    @Test
    void problems_hasNoneIfThereAreNoMigrations(@TempDir Path empty) {
        Resource resource = filtered("src/main/resources");

        assertThat(ResourceFiltering.problems(empty, List.of(resource), List.of(Path.of(ProjectFolder.MIGRATIONS))))
                .isEmpty();
    }

    private List<Problem> problems(Resource... resources) {
        ProjectFolder.with(base, "V1__x.sql", "orders/V2__y.sql", "README.md");
        return ResourceFiltering.problems(
                base, Arrays.asList(resources), List.of(base.resolve(ProjectFolder.MIGRATIONS)));
    }

    private static Resource filtered(String directory) {
        Resource resource = new Resource();
        resource.setDirectory(directory);
        resource.setFiltering(true);
        return resource;
    }
}
