package io.github.dbpromote.sandbox.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The decoded parameters of a query string or of a form, in the order sent. */
public final class Query {
    private record Parameter(String name, String value) {
        private String canonical() {
            return Percent.encode(name) + "=" + Percent.encode(value);
        }
    }

    private final List<Parameter> parameters;

    private Query(List<Parameter> parameters) {
        this.parameters = List.copyOf(parameters);
    }

    /** Reads {@code a=1&b&c=3}; a name without a value has the empty one. */
    public static Query parse(String text) {
        List<Parameter> parameters = new ArrayList<>();
        for (String part : text.split("&", -1)) {
            if (!part.isEmpty()) {
                int equals = part.indexOf('=');
                String name = equals < 0 ? part : part.substring(0, equals);
                String value = equals < 0 ? "" : part.substring(equals + 1);
                parameters.add(new Parameter(decode(name), decode(value)));
            }
        }
        return new Query(parameters);
    }

    public Optional<String> get(String name) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equals(name))
                .map(Parameter::value)
                .findFirst();
    }

    public boolean has(String name) {
        return get(name).isPresent();
    }

    public List<String> names() {
        return parameters.stream().map(Parameter::name).toList();
    }

    /** As a signature covers it: encoded, then sorted by name and value. */
    String canonical() {
        return parameters.stream().map(Parameter::canonical).sorted().collect(Collectors.joining("&"));
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, UTF_8);
        } catch (IllegalArgumentException e) {
            throw new AwsError(400, "InvalidURI", "Couldn't parse the specified URI.", e);
        }
    }
}
