package io.github.dbpromote.plugin;

import io.github.dbpromote.core.problem.Refusal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Files and folders as the user names them. */
final class TypedPath {
    private TypedPath() {}

    /**
     * @param setting where the text stands, as a person knows it
     * @throws Refusal if no file of this system can have that name
     */
    static Path of(String setting, String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new Refusal(PluginProblems.malformedPath(setting, text));
        }
    }
}
