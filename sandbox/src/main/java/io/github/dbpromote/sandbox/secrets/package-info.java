/** Secrets Manager, as far as reading. */
package io.github.dbpromote.sandbox.secrets;
