/** Files of Maven's repositories that hold migrations: how they are named, found, and refused. */
package io.github.dbpromote.plugin.artifacts;
