package io.github.dbpromote.sandbox.http;

import java.util.ArrayDeque;
import java.util.Deque;

/** Writes an XML document from the root inwards. */
public final class Xml {
    private final StringBuilder text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    private final Deque<String> open = new ArrayDeque<>();

    private Xml() {}

    public static Xml root(String name) {
        return new Xml().open(name);
    }

    /** A root with a default namespace. */
    public static Xml root(String name, String namespace) {
        Xml xml = new Xml();
        xml.text.append('<').append(name).append(" xmlns=\"").append(namespace).append("\">");
        xml.open.push(name);
        return xml;
    }

    public Xml open(String name) {
        text.append('<').append(name).append('>');
        open.push(name);
        return this;
    }

    /** Ends the element opened last. */
    public Xml close() {
        text.append("</").append(open.pop()).append('>');
        return this;
    }

    /** An element that holds only text. */
    public Xml text(String name, String value) {
        open(name);
        value.codePoints().forEach(this::escaped);
        return close();
    }

    /** The document, with all elements ended that are still open. */
    public String document() {
        while (!open.isEmpty()) {
            close();
        }
        return text.toString();
    }

    private void escaped(int character) {
        switch (character) {
            case '<' -> text.append("&lt;");
            case '>' -> text.append("&gt;");
            case '&' -> text.append("&amp;");
            case '"' -> text.append("&quot;");
            default -> {
                if (character < ' ') {
                    text.append("&#").append(character).append(';');
                } else {
                    text.appendCodePoint(character);
                }
            }
        }
    }
}
