/**
 * CloudWatch Logs: groups, streams and their events, to read from; events come in from the agent.
 *
 * <p>Sources of the behaviour: the service model of the API version 2014-03-28 and the API reference.
 */
package io.github.dbpromote.sandbox.logs;
