package io.github.dbpromote.core.cloud;

import io.github.dbpromote.core.bundle.Bundle;
import io.github.dbpromote.core.model.Migration;
import io.github.dbpromote.core.operation.Release;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Releases to publish, read as Flyway would read them, but for the checksum's arithmetic. */
public final class Releases {
    private static final Pattern SCRIPT = Pattern.compile("(?:V(?<version>.+?)|R)__(?<description>.+)\\.sql");

    private Releases() {}

    /** Files of that name whose content is some SQL. */
    public static Release of(String... scripts) {
        Map<String, String> files = new TreeMap<>();
        for (String script : scripts) {
            files.put(script, "select '" + script + "';\n");
        }
        return of(files);
    }

    /** With a given number of versioned migrations. */
    public static Release ofSize(int migrations) {
        Map<String, String> files = new TreeMap<>();
        for (int version = 1; version <= migrations; version++) {
            files.put("V" + version + "__step.sql", "select " + version + ";\n");
        }
        return of(files);
    }

    public static Release of(Map<String, String> files) {
        return of(Bundle.of(files));
    }

    /** What stands in a bundle. */
    public static Release of(Bundle bundle) {
        List<Migration> migrations = new ArrayList<>();
        bundle.files().forEach((script, text) -> migrations.add(migration(script, text)));
        return new Release(bundle, migrations);
    }

    private static Migration migration(String script, byte[] text) {
        Matcher name = SCRIPT.matcher(script);
        if (!name.matches()) {
            throw new IllegalArgumentException(script);
        }
        Optional<String> version = Optional.ofNullable(name.group("version"));
        return new Migration(
                version,
                name.group("description").replace('_', ' '),
                script,
                version.map(v -> new String(text, StandardCharsets.UTF_8).hashCode()));
    }
}
