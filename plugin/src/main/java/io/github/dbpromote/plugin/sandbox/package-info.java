/**
 * Finds the sandbox in Maven repositories, starts it as a process of its own that outlives Maven, and joins the one that
 * runs. The sandbox itself is another module, which this one knows only by its command line, its {@code endpoint.json}
 * and its control requests.
 */
package io.github.dbpromote.plugin.sandbox;
