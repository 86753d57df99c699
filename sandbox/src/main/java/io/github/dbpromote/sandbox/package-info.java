/**
 * AWS on a laptop: S3, Systems Manager, STS, Secrets Manager, CloudWatch Logs, Lambda, events and PostgreSQL in one JVM,
 * for tests, for a demonstration and for people. It speaks AWS's protocols on loopback and shares no code with what it
 * serves.
 */
package io.github.dbpromote.sandbox;
