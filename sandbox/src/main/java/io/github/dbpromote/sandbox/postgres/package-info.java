/** Embedded PostgreSQL: unpacking, initialising, starting, adopting and stopping one server on loopback. */
package io.github.dbpromote.sandbox.postgres;
