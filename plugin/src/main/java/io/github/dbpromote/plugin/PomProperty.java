package io.github.dbpromote.plugin;

import java.io.File;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.apache.maven.project.MavenProject;
import org.w3c.dom.Document;
import org.xml.sax.SAXException;

/**
 * A property as a module's POM says it. Maven 4 puts the command line's value in its place, in the original model too, so
 * that the name typed for one module would stand in each that names its own: there the file itself is read.
 */
final class PomProperty {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^${}]+)}");

    private final String name;

    PomProperty(String name) {
        this.name = name;
    }

    /** @param typed properties of the command line */
    Optional<String> of(MavenProject project, Properties typed) {
        Optional<String> effective = Optional.ofNullable(project.getProperties().getProperty(name));
        boolean mayBeTyped = effective.isPresent() && effective.equals(Optional.ofNullable(typed.getProperty(name)));
        return mayBeTyped ? declared(project).or(() -> effective) : effective;
    }

    /** The nearest declaration: in the module's own POM, else in those of its parents that are here as files. */
    private Optional<String> declared(MavenProject project) {
        return Stream.iterate(project, Objects::nonNull, MavenProject::getParent)
                .map(MavenProject::getFile)
                .filter(Objects::nonNull)
                .map(this::text)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .map(text -> interpolated(text, project));
    }

    private String text(File pom) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            Document document = factory.newDocumentBuilder().parse(pom);
            return XPathFactory.newInstance()
                    .newXPath()
                    .evaluate("/project/properties/" + name, document)
                    .strip();
        } catch (ParserConfigurationException | SAXException | IOException | XPathExpressionException e) {
            throw new IllegalStateException("Maven has just read " + pom, e);
        }
    }

    private static String interpolated(String text, MavenProject project) {
        return REFERENCE
                .matcher(text)
                .replaceAll(reference -> Matcher.quoteReplacement(
                        value(reference.group(1), project).orElseGet(reference::group)));
    }

    private static Optional<String> value(String reference, MavenProject project) {
        return switch (reference) {
            case "project.groupId" -> Optional.of(project.getGroupId());
            case "project.artifactId" -> Optional.of(project.getArtifactId());
            case "project.version" -> Optional.of(project.getVersion());
            default -> Optional.ofNullable(project.getProperties().getProperty(reference));
        };
    }
}
