package io.github.dbpromote.sandbox.ssm;

/** The status of a command, an invocation or a step, with the details that AWS gives beside it. */
enum RunStatus {
    PENDING("Pending", "Pending"),
    IN_PROGRESS("InProgress", "InProgress"),
    CANCELLING("Cancelling", "Cancelling"),
    SUCCESS("Success", "Success"),
    NO_INSTANCES_IN_TAG("Success", "NoInstancesInTag"),
    FAILED("Failed", "Failed"),
    UNDELIVERABLE("Failed", "Undeliverable"),
    INCOMPLETE("Failed", "Incomplete"),
    DELIVERY_TIMED_OUT("TimedOut", "DeliveryTimedOut"),
    EXECUTION_TIMED_OUT("TimedOut", "ExecutionTimedOut"),
    CANCELLED("Cancelled", "Cancelled");

    private final String status;
    private final String details;

    RunStatus(String status, String details) {
        this.status = status;
        this.details = details;
    }

    String status() {
        return status;
    }

    String details() {
        return details;
    }

    boolean isOver() {
        return compareTo(SUCCESS) >= 0;
    }

    /** Whether a filter that names {@code wanted}, a status or its details, means this one. */
    boolean meets(String wanted) {
        return status.equals(wanted) || details.equals(wanted);
    }
}
