/** Processes that the sandbox starts, so that they end with all that they started. */
package io.github.dbpromote.sandbox.process;
