package io.github.dbpromote.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/**
 * What Maven Central demands of the POMs, as this build has installed them. What it demands beside them, <code>
 * .ci/release-twice</code> looks for. See <a href="https://central.sonatype.org/publish/requirements/">its page</a>.
 */
class CentralDemandsIT {
    /** A module, or a build of its own, that is only tested or copied, never published. */
    private static final Set<String> NOT_PUBLISHED = Set.of("src-it");

    private static final XPath XPATH = XPathFactory.newInstance().newXPath();

    @Test
    void theParent_saysWhatEveryModuleInherits() throws Exception {
        Document parent = installed("db-promote");

        for (String demanded : List.of(
                "name",
                "description",
                "url",
                "licenses/license/name",
                "licenses/license/url",
                "developers/developer/name",
                "developers/developer/organization",
                "developers/developer/organizationUrl",
                "scm/connection",
                "scm/developerConnection",
                "scm/url")) {
            assertThat(texts(parent, "/project/" + demanded)).as(demanded).isNotEmpty();
        }
        assertThat(XPATH.evaluate("/project/@child.project.url.inherit.append.path", parent))
                .as("else Maven appends the module's name, and the link is broken")
                .isEqualTo("false");
    }

    @Test
    void everyPublishedModule_saysWhatItIs() throws Exception {
        for (String module : published()) {
            Document pom = installed(module);
            assertThat(texts(pom, "/project/name")).as(module).isNotEmpty();
            assertThat(texts(pom, "/project/description")).as(module).isNotEmpty();
            assertThat(texts(pom, "/project/parent/artifactId")).as(module).containsExactly("db-promote");
        }
    }

    @Test
    void nothingPublished_dependsOnWhatMayChangeOrIsElsewhere() throws Exception {
        List<String> all = new ArrayList<>(published());
        all.add("db-promote");
        for (String module : all) {
            Document pom = installed(module);
            assertThat(texts(pom, "/project/version | //parent/version | //dependency/version | //plugin/version"))
                    .as(module)
                    .noneMatch(version -> version.endsWith("-SNAPSHOT") || version.matches("[\\[(].*"));
            assertThat(texts(pom, "//repositories | //pluginRepositories"))
                    .as(module)
                    .isEmpty();
            assertThat(texts(pom, "//dependency/systemPath")).as(module).isEmpty();
        }
    }

    @Test
    void whatIsOnlyTestedOrCopied_isNeverPublished() throws Exception {
        assertThat(texts(parsed(Maven.MODULE.resolve("pom.xml")), "/project/properties/maven.deploy.skip"))
                .containsExactly("true");
        assertThat(texts(parsed(Maven.ROOT.resolve("pom.xml")), "/project/modules/module"))
                .doesNotContain("example-project");
    }

    private static List<String> published() throws Exception {
        List<String> artifacts = new ArrayList<>();
        for (String module : texts(parsed(Maven.ROOT.resolve("pom.xml")), "/project/modules/module")) {
            if (!NOT_PUBLISHED.contains(module)) {
                artifacts.addAll(texts(parsed(Maven.ROOT.resolve(module).resolve("pom.xml")), "/project/artifactId"));
            }
        }
        assertThat(artifacts).contains("core", "flyway-host", "lambda-relay", "db-maven-plugin", "sandbox");
        return artifacts;
    }

    private static Document installed(String artifact) throws Exception {
        return parsed(Path.of(Maven.REPOSITORY, "io/github/dbpromote", artifact, Maven.VERSION)
                .resolve(artifact + "-" + Maven.VERSION + ".pom"));
    }

    private static Document parsed(Path pom) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile());
    }

    private static List<String> texts(Document pom, String path) throws Exception {
        NodeList found = (NodeList) XPATH.evaluate(path, pom, XPathConstants.NODESET);
        return Stream.iterate(0, i -> i < found.getLength(), i -> i + 1)
                .map(i -> found.item(i).getTextContent().strip())
                .filter(text -> !text.isEmpty())
                .toList();
    }
}
