/** The one HTTP server of the sandbox: signatures, faults, the request log, and what its services share. */
package io.github.dbpromote.sandbox.http;
