package io.github.dbpromote.plugin;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.maven.model.ConfigurationContainer;
import org.apache.maven.project.MavenProject;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * What the plugin's configuration says about one module. Into the goals of a module Maven injects it; goals which look at
 * the whole build read it from each module, as Maven would have injected it there.
 *
 * @param database only where it is configured
 * @param directories absolute or relative to the module; empty for the usual one
 * @param migrationArtifacts coordinates, as they are written
 */
record ModuleSettings(Optional<String> database, List<Path> directories, List<String> migrationArtifacts) {
    static final String PLUGIN_KEY = "io.github.dbpromote:db-maven-plugin";

    static final String DIRECTORIES = "directories";
    private static final String MIGRATION_ARTIFACTS = "migrationArtifacts";

    ModuleSettings {
        directories = List.copyOf(directories);
        migrationArtifacts = List.copyOf(migrationArtifacts);
    }

    /**
     * Reads what stands at the plugin in the module's POM or those that it inherits from.
     *
     * @param typed properties of the command line
     */
    static ModuleSettings declared(MavenProject project, Properties typed) {
        Optional<Element> configuration = configuration(project);
        return new ModuleSettings(
                configuration.flatMap(it -> text(it, "database")),
                list(DIRECTORIES, configuration, project, typed).stream()
                        .map(it -> TypedPath.of("db." + DIRECTORIES, it))
                        .toList(),
                list(MIGRATION_ARTIFACTS, configuration, project, typed));
    }

    /** In the order in which Maven looks: in the configuration, on the command line, in the POM's properties. */
    private static List<String> list(
            String name, Optional<Element> configuration, MavenProject project, Properties typed) {
        List<String> configured = configuration.map(it -> texts(it, name)).orElse(List.of());
        return configured.isEmpty() ? property("db." + name, project, typed) : configured;
    }

    private static List<String> property(String name, MavenProject project, Properties typed) {
        String value = Optional.ofNullable(typed.getProperty(name))
                .orElseGet(() -> project.getProperties().getProperty(name, ""));
        return separated(value).toList();
    }

    private static Stream<String> separated(String value) {
        return Stream.of(value.split(",")).map(String::strip).filter(it -> !it.isEmpty());
    }

    /**
     * What stands in pluginManagement alone Maven injects too, into a goal that is called from the command line. The
     * configuration is held in a class of Maven's own XML library, which changed between Maven 3 and 4; its text is the
     * same in both.
     */
    private static Optional<Element> configuration(MavenProject project) {
        return Optional.ofNullable(project.getPlugin(PLUGIN_KEY))
                .or(() -> Optional.ofNullable(project.getPluginManagement())
                        .map(management -> management.getPluginsAsMap().get(PLUGIN_KEY)))
                .map(ConfigurationContainer::getConfiguration)
                .map(Object::toString)
                .map(ModuleSettings::parse);
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

    private static Optional<String> text(Element element, String name) {
        return children(element).stream()
                .filter(child -> child.getTagName().equals(name))
                .map(child -> child.getTextContent().strip())
                .filter(text -> !text.isEmpty())
                .findFirst();
    }

    private static List<String> texts(Element element, String name) {
        return children(element).stream()
                .filter(child -> child.getTagName().equals(name))
                .flatMap(ModuleSettings::items)
                .toList();
    }

    /** Maven takes a list without elements for one with commas. */
    private static Stream<String> items(Element list) {
        List<Element> items = children(list);
        return items.isEmpty()
                ? separated(list.getTextContent())
                : items.stream().map(item -> item.getTextContent().strip());
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
