/**
 * The program on the Flyway host. {@link io.github.dbpromote.flywayhost.Main} reads the command line; {@code Migration}
 * and {@code Inspection} read like the protocol.
 */
package io.github.dbpromote.flywayhost;
