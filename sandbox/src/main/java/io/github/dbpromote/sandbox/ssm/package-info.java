/**
 * Systems Manager: Parameter Store, documents, managed nodes and Run Command, with an agent that really runs scripts.
 *
 * <p>Sources of the behaviour: the service model of the API version 2014-11-06, the source of amazon-ssm-agent, and
 * answers of the real service that people have published.
 */
package io.github.dbpromote.sandbox.ssm;
