package io.github.dbpromote.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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

    /** Works on what no module needs to have: a bundle of a repository, or what is deployed already. */
    private static final Set<String> WITHOUT_MODULE =
            Set.of("publish-artifact", "await", "cancel", "repair", "resolve");

    private static final JavaClasses MOJOS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackagesOf(AbstractDbMojo.class);

    private static final Map<String, Element> GOALS = new TreeMap<>();
    private static final Map<String, Element> HELP_TEXTS = new TreeMap<>();

    @BeforeAll
    static void readDescriptors() throws Exception {
        read("/META-INF/maven/plugin.xml", GOALS);
        read("/META-INF/maven/io.github.dbpromote/db-maven-plugin/plugin-help.xml", HELP_TEXTS);
    }

    private static void read(String resource, Map<String, Element> goals) throws Exception {
        for (Element mojo : children(child(parsed(resource), "mojos"))) {
            goals.put(text(mojo, "goal"), mojo);
        }
    }

    private static Element parsed(String resource) throws Exception {
        try (InputStream xml = PublishMojo.class.getResourceAsStream(resource)) {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(xml)
                    .getDocumentElement();
        }
    }

    @Test
    void goals() {
        List<String> goals = new ArrayList<>(goals(AbstractDbMojo.class));
        goals.add(HELP);

        assertThat(GOALS).containsOnlyKeys(goals);
        assertThat(goals(AbstractModuleMojo.class)).contains("publish", "promote", "repair", "resolve");
        assertThat(goals(AbstractReactorMojo.class)).contains("status", "settle", "sandbox", "watch");
    }

    /** Those of a kind, by their classes. */
    private static List<String> goals(Class<?> kind) {
        return MOJOS.stream()
                .filter(mojo ->
                        mojo.isAssignableTo(kind) && !mojo.getModifiers().contains(JavaModifier.ABSTRACT))
                .map(mojo -> mojo.getSimpleName().replace("Mojo", ""))
                .map(name -> name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT))
                .sorted()
                .toList();
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
        for (String goal : goals(AbstractModuleMojo.class)) {
            boolean isOfAModule = !WITHOUT_MODULE.contains(goal);
            assertThat(text(GOALS.get(goal), "requiresProject")).as(goal).isEqualTo(String.valueOf(isOfAModule));
            assertThat(text(GOALS.get(goal), "aggregator")).as(goal).isEqualTo(String.valueOf(!isOfAModule));
        }
    }

    @Test
    void goalsOfTheWholeBuild_needNoProject_andRunOnce() {
        for (String goal : goals(AbstractReactorMojo.class)) {
            assertThat(text(GOALS.get(goal), "requiresProject")).as(goal).isEqualTo("false");
            assertThat(text(GOALS.get(goal), "aggregator")).as(goal).isEqualTo("true");
        }
    }

    @Test
    void onlyPackageAndValidate_haveAPhase() {
        for (String goal : goals(AbstractDbMojo.class)) {
            List<String> phase = children(GOALS.get(goal)).stream()
                    .filter(it -> it.getTagName().equals("phase"))
                    .map(Element::getTextContent)
                    .toList();
            assertThat(phase)
                    .as(goal)
                    .isEqualTo(List.of("package", "validate").contains(goal) ? List.of(goal) : List.of());
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
    void everyGoal_saysHowItIsLeftOut() {
        for (String goal : goals(AbstractDbMojo.class)) {
            assertThat(settable(HELP_TEXTS.get(goal)))
                    .as(goal)
                    .filteredOn(parameter -> text(parameter, "name").equals("skip"))
                    .singleElement()
                    .satisfies(skip -> assertThat(text(skip, "description")).contains("db.skip.<goal>"));
        }
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
                        || List.of(
                                        "${session}",
                                        "${plugin}",
                                        "${project}",
                                        "${mojoExecution}",
                                        "${project.build.directory}")
                                .contains(it));
    }

    /** Otherwise m2e asks the user about each goal that a POM binds, and shows an error until there is an answer. */
    @Test
    void eclipse_isToldWhatToDoAboutEveryGoal() throws Exception {
        Element execution = child(
                child(parsed("/META-INF/m2e/lifecycle-mapping-metadata.xml"), "pluginExecutions"), "pluginExecution");

        assertThat(children(child(child(execution, "pluginExecutionFilter"), "goals")))
                .extracting(Element::getTextContent)
                .containsExactlyInAnyOrderElementsOf(GOALS.keySet());
        assertThat(children(child(execution, "action")))
                .extracting(Element::getTagName)
                .containsExactly("ignore");
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
