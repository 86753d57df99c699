/** S3, kept in a directory, whose conditional writes are atomic and last. */
package io.github.dbpromote.sandbox.s3;
