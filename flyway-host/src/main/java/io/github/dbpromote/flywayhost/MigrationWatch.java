package io.github.dbpromote.flywayhost;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/** Stands beside Flyway: checks the lock before each migration, remembers which one was begun, and tells people. */
final class MigrationWatch implements Callback {
    private final RunLock lock;
    private final FlywayRun flyway;
    private final Console console;
    private final InstantSource clock;

    private volatile PendingMigration last;
    private Instant since;

    MigrationWatch(RunLock lock, FlywayRun flyway, Console console, InstantSource clock) {
        this.lock = lock;
        this.flyway = flyway;
        this.console = console;
        this.clock = clock;
    }

    /**
     * The migration that was begun last. Even after it was done its row in the schema history may be missing, for
     * Flyway writes that afterwards.
     */
    Optional<PendingMigration> last() {
        return Optional.ofNullable(last);
    }

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.BEFORE_EACH_MIGRATE
                || event == Event.AFTER_EACH_MIGRATE
                || event == Event.AFTER_EACH_MIGRATE_ERROR;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    @Override
    public void handle(Event event, Context context) {
        switch (event) {
            case BEFORE_EACH_MIGRATE -> begin(flyway.described(context.getMigrationInfo()));
            case AFTER_EACH_MIGRATE -> end("done");
            default -> end("failed");
        }
    }

    private void begin(PendingMigration migration) {
        lock.check();
        since = clock.instant();
        last = migration;
        console.begin("applying " + migration.label() + " … ");
    }

    private void end(String how) {
        console.say(how + " in " + Duration.between(since, clock.instant()).toMillis() + " ms");
    }

    @Override
    public String getCallbackName() {
        return "db-promote";
    }
}
