/**
 * Lambda: functions that run as on AWS, each execution environment a process of its own that asks the Runtime API for
 * its work. A Java function runs in AWS's own runtime client.
 *
 * <p>Sources of the behaviour: the Lambda developer guide ("Using the Lambda runtime API for custom runtimes", "How Lambda
 * handles errors and retries with asynchronous invocation", "Monitoring for Lambda SnapStart"), the source of
 * aws-lambda-java-runtime-interface-client, and answers of the real service that people have published.
 */
package io.github.dbpromote.sandbox.lambda;
