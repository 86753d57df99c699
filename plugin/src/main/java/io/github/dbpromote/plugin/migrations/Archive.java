package io.github.dbpromote.plugin.migrations;

import java.nio.file.Path;

/**
 * A jar that was made elsewhere, with migrations below {@code db/migration/}, where Flyway looks by default. They are
 * read as UTF-8: what the encoding of this project is says nothing about another's.
 *
 * @param name by which a person knows it
 * @param file the jar, or a folder with what will be in it
 */
public record Archive(String name, Path file) {}
