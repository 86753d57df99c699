package io.github.dbpromote.plugin.migrations;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;

/**
 * A file below a migration directory, or in an archive.
 *
 * @param script its name relative to the directory, with {@code /}, as Flyway will name it
 * @param shown its name for a person: relative to the project, with {@code /}; or the archive's name, {@code !/} and the
 *     name of its entry
 * @param isOfArchive whether somebody else has made it
 */
record SourceFile(String script, String shown, Content content, boolean isOfArchive) {
    private static final String INSIDE = "!/";

    SourceFile {
        // In the form that the bundle gives its entries: some file systems hand out decomposed letters.
        script = Normalizer.normalize(script, Normalizer.Form.NFC);
    }

    /** An entry as a person sees it: {@code com.acme:shared:1.0!/db/migration/V1__x.sql}. */
    static String shown(Archive archive, String entry) {
        return archive.name() + INSIDE + entry;
    }

    /** Without folders. */
    String fileName() {
        return script.substring(script.lastIndexOf('/') + 1);
    }

    /** The same for two files that a file system may take for one: it need not tell upper from lower case. */
    String collisionKey() {
        return script.toLowerCase(Locale.ROOT);
    }

    /** @param projects that of the project, which says nothing about what was made elsewhere */
    Charset encoding(Charset projects) {
        return isOfArchive ? StandardCharsets.UTF_8 : projects;
    }
}
