/** Reads the migrations of a module as Flyway would, and reports everything that is wrong with them at once. */
package io.github.dbpromote.plugin.migrations;
