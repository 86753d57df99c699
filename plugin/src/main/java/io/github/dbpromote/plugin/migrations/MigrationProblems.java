package io.github.dbpromote.plugin.migrations;

import io.github.dbpromote.core.problem.PlainText;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.plugin.text.Shown;
import java.nio.charset.Charset;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;

/** Every sentence about the migrations of a project. Files are named relative to the project. */
final class MigrationProblems {
    private static final int LONGEST_ENTRY = 80;
    private static final String NAMES =
            "Flyway's names are V<version>__<description>.sql, R__<description>.sql, and those"
                    + " of callbacks, such as afterMigrate.sql.";

    private MigrationProblems() {}

    // ---- names

    static Problem misnamed(String file, Optional<String> suggestion) {
        return new Problem(
                "misnamed-migration",
                file + " is not named like a migration: Flyway would silently skip it.",
                suggestion
                                .map(name -> "Rename it, perhaps to " + name + ".")
                                .orElse("Rename it, or move it out of the directory if it is no migration.")
                        + "\n" + NAMES);
    }

    static Problem wrongVersion(String file) {
        return new Problem(
                "wrong-version",
                file + " has no version that can be used.",
                "Between V and __ stand digits, in groups separated by '.' or '_', 50 characters at most: V7__x.sql or"
                        + " V2.10__x.sql.");
    }

    static Problem wrongSuffix(String file, String expected) {
        return new Problem(
                "wrong-suffix",
                file + " looks like a migration, but does not end as one does.",
                "Rename it to " + expected + ", or move it out of the directory.");
    }

    static Problem unsafeName(String file) {
        return new Problem(
                "unsafe-name",
                PlainText.line(file) + " has a backslash or a control character in its name, which means"
                        + " different things on different systems.",
                "Rename it.");
    }

    static Problem undoMigration(String file) {
        return new Problem(
                "undo-migration",
                file + " is an undo migration, which only paid editions of Flyway know. db-promote goes forward only.",
                "Delete it; to undo something, write a new versioned migration.");
    }

    static Problem baselineMigration(String file) {
        return new Problem(
                "baseline-migration",
                file + " is a baseline migration: Flyway would run it where the database is empty and skip it"
                        + " everywhere else, so that environments would no longer get the same migrations.",
                "Keep the versioned migrations that it stands for, and delete it.");
    }

    static Problem refusedType(String file) {
        return new Problem(
                "refused-file-type",
                file + " is named like a migration, but is not SQL: bundles hold nothing else.",
                "Write it as SQL, or move it out of the directory.");
    }

    static Problem misnamedConfiguration(String file, String expected) {
        return new Problem(
                "misnamed-configuration",
                file + " is not named like a script configuration: Flyway would silently skip it.",
                "Rename it to " + expected + ": the whole name of the script, and .conf.");
    }

    static Problem configurationWithoutScript(String file, String script) {
        return new Problem(
                "configuration-without-script",
                file + " configures a script that does not exist: " + script + ".",
                "Name it after its script, or delete it.");
    }

    // ---- several files

    static Problem duplicateVersion(String version, List<String> files) {
        return new Problem(
                "duplicate-version",
                "Several migrations have the version " + version + ": " + listed(files),
                "Give each its own version; leave the one alone that is already applied somewhere (mvn db:status)."
                        + "\nLeading zeros and a trailing .0 make no difference to Flyway.");
    }

    static Problem duplicateRepeatable(String description, List<String> files) {
        return new Problem(
                "duplicate-repeatable",
                "Several repeatable migrations have the description \"" + description + "\", by which Flyway knows"
                        + " them: " + listed(files),
                "Give each its own description.");
    }

    static Problem duplicateCallback(String name, List<String> files) {
        return new Problem(
                "duplicate-callback",
                "Several callbacks have the name " + name + ": " + listed(files),
                "Give each its own description, for instance " + name + (name.contains("__") ? "_" : "__")
                        + "something_else.sql.");
    }

    static Problem sameName(String script, List<String> files) {
        return new Problem(
                "same-name",
                "Several files would be " + script
                        + " in the bundle, where directories are one and upper and lower case" + " make no difference: "
                        + listed(files),
                "Rename or delete all but one.");
    }

    // ---- content

    static Problem emptyScript(String file) {
        return new Problem(
                "empty-migration",
                file + " is empty.",
                "Write it or delete it. If it is meant to do nothing, say why in a comment.");
    }

    static Problem undecodable(String file, Charset encoding, int offset, long line) {
        return new Problem(
                "undecodable",
                file + ":" + line + " is not " + encoding + ": the byte at offset " + offset + " cannot be decoded.",
                "Save the file as " + encoding + ", or set project.build.sourceEncoding to what all files are in.");
    }

    static Problem undecodableEntry(String file, Charset encoding, int offset, long line) {
        return new Problem(
                "undecodable",
                file + ":" + line + " is not " + encoding + ": the byte at offset " + offset + " cannot be decoded.",
                "Migrations of other artifacts are " + encoding + ": save the file so in the project that makes the"
                        + " artifact.");
    }

    static Problem nulCharacter(String file, Charset encoding, long line) {
        return new Problem(
                "nul-character",
                file + ":" + line + " has a NUL character, which has no place in SQL.",
                "Save the file as " + encoding + "; text in UTF-16 looks like this.");
    }

    static Problem unreadable(String file, Exception reason) {
        return new Problem(
                "unreadable-file",
                "Could not read " + file + ": " + plain(reason) + ".",
                "Make it readable, or move it out of the directory.");
    }

    static Problem unreadableDirectory(String directory, Exception reason) {
        return new Problem(
                "unreadable-directory",
                "Could not read the directory " + directory + ": " + plain(reason) + ".",
                "Make it readable, or correct <directories> in the plugin's configuration.");
    }

    static Problem notAFile(String file) {
        return new Problem(
                "not-a-file",
                file + " is named like a migration, but is no regular file.",
                "Replace it by a file, or move it out of the directory.");
    }

    static Problem notADirectory(String file) {
        return new Problem(
                "not-a-directory",
                file + " is configured as a directory of migrations, but is no directory.",
                "Correct <directories> in the plugin's configuration.");
    }

    static Problem linkLeavesDirectory(String file, String target) {
        return new Problem(
                "link-leaves-directory",
                file + " is a symbolic link to " + target
                        + ", outside of the directory of migrations: what is there may"
                        + " change without the project.",
                "Replace the link by the file itself, or add that directory to <directories>.");
    }

    // ---- script configurations

    static Problem unknownSetting(String file, String key) {
        return new Problem(
                "unknown-setting",
                file + " sets \"" + key + "\", which Flyway does not know.",
                "Known are executeInTransaction, placeholderReplacement and encoding; upper and lower case matter.");
    }

    static Problem notASwitch(String file, String key, String value) {
        return new Problem(
                "not-a-switch",
                file + " sets " + key + " to \"" + value + "\".",
                "It must be true or false, without placeholders.");
    }

    static Problem conditionalScript(String file) {
        return new Problem(
                "conditional-script",
                file + " sets shouldExecute, which only paid editions of Flyway know, and with which environments would"
                        + " no longer get the same migrations.",
                "Delete the setting. What differs between environments belongs into placeholders.");
    }

    static Problem foreignEncoding(String file, String value) {
        return new Problem(
                "foreign-encoding",
                file + " sets encoding to \"" + value + "\", but bundles are UTF-8.",
                "Delete the setting, and save the script in the project's encoding.");
    }

    // ---- archives

    static Problem archiveWithoutMigrations(String archive) {
        return new Problem(
                "archive-without-migrations",
                archive + " holds no migration: there is no .sql file below db/migration/ in it.",
                "Take it out of <migrationArtifacts>, or name the version that has them.");
    }

    static Problem unsafeEntry(String archive, String entry) {
        return new Problem(
                "unsafe-entry",
                archive + " has an entry \"" + PlainText.abbreviated(entry, LONGEST_ENTRY)
                        + "\", which leads out of its folder, or means different" + " things on different systems.",
                "No tool makes such an archive by itself. Find out who made it, and use another version.");
    }

    static Problem tooLargeArchive(String archive, int entries, long bytes) {
        return new Problem(
                "archive-too-large",
                archive + " holds more than " + entries + " files or " + bytes + " bytes below db/migration/.",
                "Nobody can have written that much SQL. Find out who made it, and use another version.");
    }

    static Problem unreadableArchive(String archive, Exception reason) {
        return new Problem(
                "unreadable-archive",
                archive + " is not a readable jar: " + reason.getMessage() + ".",
                "Delete it from the local Maven repository and run the same command again; or name an artifact that is a"
                        + " jar.");
    }

    static Problem foreignEntry(String archive, String entry) {
        return new Problem(
                "foreign-entry",
                archive + "!/db/migration/" + PlainText.abbreviated(entry, LONGEST_ENTRY)
                        + " is neither a migration nor a script" + " configuration, and a bundle holds nothing else.",
                "Build the bundle with db:package.");
    }

    // ---- the build

    static Problem filtered(String resourceDirectory, List<String> files, String exclude) {
        String more = files.size() == 1 ? "" : " and " + (files.size() - 1) + " more";
        return new Problem(
                "filtered-migrations",
                "Maven filters " + files.get(0) + more + ": the resource directory " + resourceDirectory
                        + " has <filtering>true, so that the copy in the build's output may differ from what is published.",
                "Exclude the migrations: <exclude>" + exclude + "</exclude> in that <resource>, and add a second"
                        + " <resource> for them without filtering.");
    }

    private static String listed(List<String> files) {
        return String.join(", ", files) + ".";
    }

    private static String plain(Exception reason) {
        if (reason instanceof FileSystemLoopException) {
            return "its symbolic link leads back to a folder above it";
        }
        if (reason instanceof NoSuchFileException) {
            return "its symbolic link leads nowhere";
        }
        return Shown.reason(reason);
    }
}
