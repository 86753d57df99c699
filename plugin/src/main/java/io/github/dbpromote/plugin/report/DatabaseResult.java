package io.github.dbpromote.plugin.report;

import io.github.dbpromote.core.model.JsonDraft;

/** What a goal tells machines of one database. */
public sealed interface DatabaseResult permits DeploymentRecord, ProjectStatus {
    /** Whether the goal did what it was asked to. */
    boolean success();

    /** Writes the members of an element of {@code databases}. */
    void writeTo(JsonDraft json);
}
