/** Security Token Service, as far as asking who one is. */
package io.github.dbpromote.sandbox.sts;
