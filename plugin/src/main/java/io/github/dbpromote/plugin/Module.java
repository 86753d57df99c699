package io.github.dbpromote.plugin;

import io.github.dbpromote.core.model.DatabaseName;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.plugin.migrations.MigrationReader;
import io.github.dbpromote.plugin.migrations.Reading;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.maven.model.Plugin;
import org.apache.maven.project.MavenProject;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * A module of the build as db-promote sees it: one database and the directories of its migrations. It reads the
 * module's own configuration of the plugin, so that goals which look at the whole reactor see each module as its own
 * goals do.
 */
final class Module {
    static final String PLUGIN_KEY = "io.github.dbpromote:db-maven-plugin";

    private static final String DEFAULT_DIRECTORY = "src/main/resources/db/migration";
    private static final String SANDBOX_CONFIGURATION = "src/sandbox";

    private final DatabaseName database;
    private final Path base;
    private final List<Path> directories;
    private final Charset encoding;

    private Module(DatabaseName database, Path base, List<Path> directories, Charset encoding) {
        this.database = database;
        this.base = base;
        this.directories = directories;
        this.encoding = encoding;
    }

    /** @throws Refusal if the configured names or encoding are malformed */
    static Module of(MavenProject project) {
        Path base = project.getBasedir().toPath();
        Optional<Element> configuration = configuration(project);
        String database = configuration
                .flatMap(it -> text(it, "database"))
                .or(() -> property(project, "db.database"))
                .orElse(project.getArtifactId());
        List<Path> directories = configuration.map(it -> texts(it, "directories")).orElse(List.of()).stream()
                .map(base::resolve)
                .toList();
        return new Module(
                new DatabaseName(database),
                base,
                directories.isEmpty() ? List.of(base.resolve(DEFAULT_DIRECTORY)) : directories,
                encoding(property(project, "project.build.sourceEncoding").orElse("UTF-8")));
    }

    /** Without a POM: only the name is known. */
    static Module named(String database, Path base) {
        return new Module(new DatabaseName(database), base, List.of(), Charset.forName("UTF-8"));
    }

    Module withDatabase(String name) {
        return new Module(new DatabaseName(name), base, directories, encoding);
    }

    DatabaseName database() {
        return database;
    }

    List<Path> directories() {
        return directories;
    }

    /** Whether there is a directory for migrations at all. */
    boolean hasMigrations() {
        return directories.stream().anyMatch(Files::isDirectory);
    }

    Reading read() {
        return new MigrationReader(base, directories, encoding).read();
    }

    /** What the project wants the sandbox's hosts to be configured with, by environment. */
    Map<String, String> hostConfigurations(List<String> environments) {
        Map<String, String> configurations = new LinkedHashMap<>();
        for (String environment : environments) {
            Path file = base.resolve(SANDBOX_CONFIGURATION).resolve(environment + ".conf");
            if (Files.isRegularFile(file)) {
                configurations.put(environment, read(file));
            }
        }
        return configurations;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new Refusal(PluginProblems.unreadable(file, e));
        }
    }

    private static Charset encoding(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new Refusal(PluginProblems.unknownEncoding(name));
        }
    }

    private static Optional<String> property(MavenProject project, String name) {
        return Optional.ofNullable(project.getProperties().getProperty(name)).filter(value -> !value.isBlank());
    }

    /**
     * The configuration that stands directly at the plugin. Maven holds it in a class of its own XML library, which
     * changed between Maven 3 and 4; its text is the same in both.
     */
    private static Optional<Element> configuration(MavenProject project) {
        return Optional.ofNullable(project.getPlugin(PLUGIN_KEY))
                .map(Plugin::getConfiguration)
                .map(Object::toString)
                .map(Module::parse);
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
        return children(element, name).stream()
                .map(child -> child.getTextContent().strip())
                .filter(text -> !text.isEmpty())
                .findFirst();
    }

    private static List<String> texts(Element element, String name) {
        List<String> texts = new ArrayList<>();
        for (Element list : children(element, name)) {
            NodeList items = list.getChildNodes();
            for (int i = 0; i < items.getLength(); i++) {
                if (items.item(i).getNodeType() == Node.ELEMENT_NODE) {
                    texts.add(items.item(i).getTextContent().strip());
                }
            }
        }
        return texts;
    }

    private static List<Element> children(Element element, String name) {
        List<Element> children = new ArrayList<>();
        NodeList nodes = element.getChildNodes();
        for (int i = 0; i < nodes.getLength(); i++) {
            if (nodes.item(i) instanceof Element child && child.getTagName().equals(name)) {
                children.add(child);
            }
        }
        return children;
    }
}
