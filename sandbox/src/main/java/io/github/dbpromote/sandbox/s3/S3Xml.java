package io.github.dbpromote.sandbox.s3;

import io.github.dbpromote.sandbox.http.AwsError;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** An element of a document that a client sent. */
record S3Xml(Element element) {
    /** @throws AwsError if it is not XML with this root */
    static S3Xml parse(byte[] document, String root) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setNamespaceAware(true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new Strict());
            Element element = builder.parse(new ByteArrayInputStream(document)).getDocumentElement();
            if (!element.getLocalName().equals(root)) {
                throw S3Error.MALFORMED_XML.error();
            }
            return new S3Xml(element);
        } catch (SAXException e) {
            throw S3Error.MALFORMED_XML.error();
        } catch (IOException | ParserConfigurationException e) {
            throw new IllegalStateException("Reading XML from memory", e);
        }
    }

    List<S3Xml> children(String name) {
        List<S3Xml> children = new ArrayList<>();
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element found && found.getLocalName().equals(name)) {
                children.add(new S3Xml(found));
            }
        }
        return children;
    }

    Optional<String> text(String name) {
        return children(name).stream()
                .map(child -> child.element().getTextContent())
                .findFirst();
    }

    /** The JDK's own handler prints to standard error. */
    private static final class Strict implements ErrorHandler {
        @Override
        public void warning(SAXParseException exception) {
            // Still well-formed.
        }

        @Override
        public void error(SAXParseException exception) throws SAXException {
            throw exception;
        }

        @Override
        public void fatalError(SAXParseException exception) throws SAXException {
            throw exception;
        }
    }
}
