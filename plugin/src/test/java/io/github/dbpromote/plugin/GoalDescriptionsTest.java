package io.github.dbpromote.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** What Maven and {@code mvn db:help -Ddetail} read about the goals. */
class GoalDescriptionsTest {
    /** Written by the plugin tools. */
    private static final String HELP = "help";

    private static final Map<String, Element> GOALS = new TreeMap<>();
    private static final Map<String, Element> HELP_TEXTS = new TreeMap<>();

    @BeforeAll
    static void readDescriptors() throws Exception {
        read("/META-INF/maven/plugin.xml", GOALS);
        read("/META-INF/maven/io.github.dbpromote/db-maven-plugin/plugin-help.xml", HELP_TEXTS);
    }

    private static void read(String resource, Map<String, Element> goals) throws Exception {
        try (InputStream xml = PublishMojo.class.getResourceAsStream(resource)) {
            Element plugin = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(xml)
                    .getDocumentElement();
            for (Element mojo : children(child(plugin, "mojos"))) {
                goals.put(text(mojo, "goal"), mojo);
            }
        }
    }

    @Test
    void goals() {
        assertThat(GOALS)
                .containsOnlyKeys("help", "package", "promote", "publish", "sandbox", "settle", "status", "validate");
    }

    @Test
    void everyGoalIsThreadSafe_andNoneResolvesDependencies() {
        assertThat(GOALS).allSatisfy((goal, mojo) -> {
            assertThat(text(mojo, "threadSafe")).isEqualTo("true");
            assertThat(mojo.getElementsByTagName("requiresDependencyResolution").getLength())
                    .isZero();
            assertThat(mojo.getElementsByTagName("requiresDependencyCollection").getLength())
                    .isZero();
        });
    }

    @Test
    void goalsOfAModule_needAProject_andRunOncePerModule() {
        for (String goal : List.of("publish", "promote", "package", "validate")) {
            assertThat(text(GOALS.get(goal), "requiresProject")).as(goal).isEqualTo("true");
            assertThat(text(GOALS.get(goal), "aggregator")).as(goal).isEqualTo("false");
        }
    }

    @Test
    void goalsOfTheWholeBuild_needNoProject_andRunOnce() {
        for (String goal : List.of("status", "settle", "sandbox")) {
            assertThat(text(GOALS.get(goal), "requiresProject")).as(goal).isEqualTo("false");
            assertThat(text(GOALS.get(goal), "aggregator")).as(goal).isEqualTo("true");
        }
    }

    @Test
    void onlyPackageAndValidate_haveAPhase() {
        assertThat(text(GOALS.get("package"), "phase")).isEqualTo("package");
        assertThat(text(GOALS.get("validate"), "phase")).isEqualTo("validate");
        for (String goal : List.of("publish", "promote", "status", "settle", "sandbox")) {
            assertThat(children(GOALS.get(goal)))
                    .as(goal)
                    .noneMatch(it -> it.getTagName().equals("phase"));
        }
    }

    @Test
    void everyGoalAndEveryParameterIsExplained() {
        List<String> unexplained = new ArrayList<>();
        HELP_TEXTS.forEach((goal, mojo) -> {
            if (text(mojo, "description").isBlank()) {
                unexplained.add(goal);
            }
            for (Element parameter : settable(mojo)) {
                if (text(parameter, "description").length() < 15) {
                    unexplained.add(goal + "." + text(parameter, "name"));
                }
            }
        });

        assertThat(unexplained).isEmpty();
        assertThat(HELP_TEXTS).containsOnlyKeys(GOALS.keySet());
    }

    @Test
    void everyProperty_beginsWithDb() {
        List<String> properties = new ArrayList<>();
        GOALS.forEach((goal, mojo) -> {
            if (!goal.equals(HELP)) {
                children(child(mojo, "configuration")).stream()
                        .map(Element::getTextContent)
                        .filter(expression -> !expression.isBlank())
                        .forEach(properties::add);
            }
        });

        assertThat(properties)
                .contains("${db.env}", "${db.skip}")
                .allMatch(it -> it.startsWith("${db.")
                        || List.of("${session}", "${plugin}", "${project}", "${project.build.directory}")
                                .contains(it));
    }

    private static List<Element> settable(Element mojo) {
        return children(child(mojo, "parameters")).stream()
                .filter(parameter -> text(parameter, "editable").equals("true"))
                .toList();
    }

    private static String text(Element element, String name) {
        return child(element, name).getTextContent().strip();
    }

    private static Element child(Element element, String name) {
        return children(element).stream()
                .filter(child -> child.getTagName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(element.getTagName() + " has no " + name));
    }

    private static List<Element> children(Element element) {
        List<Element> children = new ArrayList<>();
        NodeList nodes = element.getChildNodes();
        for (int i = 0; i < nodes.getLength(); i++) {
            if (nodes.item(i).getNodeType() == Node.ELEMENT_NODE) {
                children.add((Element) nodes.item(i));
            }
        }
        return children;
    }
}
