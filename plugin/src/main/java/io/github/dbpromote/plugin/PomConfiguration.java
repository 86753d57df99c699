package io.github.dbpromote.plugin;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.maven.model.ConfigurationContainer;
import org.apache.maven.model.Plugin;
import org.apache.maven.project.MavenProject;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * The plugin's configuration in a module's POM or those that it inherits from. A value is looked up in the order in which
 * Maven does: in the configuration, on the command line, in the POM's properties.
 */
final class PomConfiguration {
    private static final String PLUGIN_KEY = "io.github.dbpromote:db-maven-plugin";

    private final MavenProject project;
    private final Properties typed;
    private final List<Element> elements;

    private PomConfiguration(MavenProject project, Properties typed, Stream<Element> elements) {
        this.project = project;
        this.typed = typed;
        this.elements = elements.toList();
    }

    /** @param typed properties of the command line */
    static PomConfiguration of(MavenProject project, Properties typed) {
        return new PomConfiguration(project, typed, plugin(project).flatMap(PomConfiguration::parsed).stream());
    }

    /** Of one execution; what it does not say itself, the plugin's own configuration does. */
    static PomConfiguration of(MavenProject project, Properties typed, String execution) {
        Optional<Plugin> plugin = plugin(project);
        Stream<Optional<Element>> nearestFirst = Stream.of(
                plugin.map(it -> it.getExecutionsAsMap().get(execution)).flatMap(PomConfiguration::parsed),
                plugin.flatMap(PomConfiguration::parsed));
        return new PomConfiguration(project, typed, nearestFirst.flatMap(Optional::stream));
    }

    /** What stands in pluginManagement alone Maven injects too, into a goal that is called from the command line. */
    private static Optional<Plugin> plugin(MavenProject project) {
        return Optional.ofNullable(project.getPlugin(PLUGIN_KEY))
                .or(() -> Optional.ofNullable(project.getPluginManagement())
                        .map(management -> management.getPluginsAsMap().get(PLUGIN_KEY)));
    }

    /** It is held in a class of Maven's own XML library, which changed between Maven 3 and 4; its text is the same in both. */
    private static Optional<Element> parsed(ConfigurationContainer container) {
        return Optional.ofNullable(container.getConfiguration())
                .map(Object::toString)
                .map(PomConfiguration::parse);
    }

    private static Element parse(String xml) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder()
                    .parse(new InputSource(new StringReader(xml)))
                    .getDocumentElement();
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalStateException("Maven hands out its configuration as XML", e);
        }
    }

    /** What an element says, without a look at properties. */
    Optional<String> configured(String name) {
        return elements(name)
                .map(PomConfiguration::text)
                .filter(text -> !text.isEmpty())
                .findFirst();
    }

    /** @param name without the {@code db.} of its property */
    Optional<String> value(String name) {
        return configured(name).or(() -> property(name)).filter(text -> !text.isBlank());
    }

    /** @param name without the {@code db.} of its property, which holds them with commas in between */
    List<String> values(String name) {
        List<String> configured =
                elements(name).findFirst().map(list -> items(list).toList()).orElse(List.of());
        return configured.isEmpty() ? separated(property(name).orElse("")).toList() : configured;
    }

    /** The elements of a list, each by what it says. */
    List<Parts> parts(String name) {
        return elements(name).findFirst().stream()
                .flatMap(list -> children(list).stream())
                .map(Parts::new)
                .toList();
    }

    /** An element of a list that has elements of its own. */
    record Parts(Element element) {
        Optional<String> get(String name) {
            return named(element, name)
                    .map(PomConfiguration::text)
                    .filter(text -> !text.isEmpty())
                    .findFirst();
        }
    }

    /** What the command line or the POM says after {@code db.} alone. */
    Optional<String> property(String name) {
        return Stream.of(typed, project.getProperties())
                .map(properties -> properties.getProperty("db." + name))
                .filter(Objects::nonNull)
                .findFirst();
    }

    private static Stream<String> separated(String value) {
        return Stream.of(value.split(",")).map(String::strip).filter(it -> !it.isEmpty());
    }

    /** Maven takes a list without elements for one with commas. */
    private static Stream<String> items(Element list) {
        List<Element> items = children(list);
        return items.isEmpty()
                ? separated(list.getTextContent())
                : items.stream().map(PomConfiguration::text);
    }

    private Stream<Element> elements(String name) {
        return elements.stream().flatMap(element -> named(element, name));
    }

    private static Stream<Element> named(Element element, String name) {
        return children(element).stream().filter(child -> child.getTagName().equals(name));
    }

    private static String text(Element element) {
        return element.getTextContent().strip();
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
