/**
 * Events as AWS delivers them: S3's notifications, EventBridge's rules, EventBridge Scheduler. They come at least once,
 * and on demand twice, in another order, late or never.
 *
 * <p>Sources of the shapes: the user guides of S3 ("Event message structure", "EventBridge event message structure") and
 * Systems Manager ("Amazon EventBridge event examples for Systems Manager").
 */
package io.github.dbpromote.sandbox.events;
