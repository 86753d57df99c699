package io.github.dbpromote.sandbox.events;

/** Who is told of what. */
sealed interface Rule {
    Target target();

    /** A bucket's notification configuration. */
    record Notification(ObjectFilter filter, Target target) implements Rule {}

    /** A rule of EventBridge. */
    record Routing(EventPattern pattern, Target target) implements Rule {}
}
