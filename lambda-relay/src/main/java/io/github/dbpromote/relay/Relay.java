package io.github.dbpromote.relay;

import io.github.dbpromote.core.host.CommandStatus;
import io.github.dbpromote.core.model.DatabaseName;
import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.operation.Accounts;
import io.github.dbpromote.core.operation.Track;
import io.github.dbpromote.core.operation.Tracks;
import io.github.dbpromote.core.problem.Outage;
import io.github.dbpromote.core.problem.Refusal;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Promotes on schedule or on request, and settles what has ended. It sends and returns: nothing here waits for a host, so
 * that a migration of ten hours is no harder than one of ten seconds. What goes wrong with one database stops no other.
 */
final class Relay {
    private final Accounts accounts;
    private final Scope scope;

    Relay(Accounts accounts, Scope scope) {
        this.accounts = accounts;
        this.scope = scope;
    }

    /**
     * @param name who the relay is, for orders and claims: the function's ARN
     * @param decisions hears each decision when it is taken
     * @throws Refusal if an event of ours is malformed
     * @throws Outage if AWS did not even tell which databases there are
     */
    void handle(Event event, String name, Consumer<Decision> decisions) {
        Desk desk = new Desk(name, decisions);
        if (event instanceof Event.Promote promote) {
            promote(promote, desk);
        } else if (event instanceof Event.Sweep) {
            sweep(desk);
        } else if (event instanceof Event.Created created) {
            created.objects().forEach(object -> created(object, desk));
        } else if (event instanceof Event.CommandChanged changed) {
            changed(changed, desk);
        } else if (event instanceof Event.Foreign foreign) {
            desk.decide(Decision.ignored(foreign.what()));
        }
    }

    private void promote(Event.Promote asked, Desk desk) {
        scope.require(asked.database(), asked.environment());
        if (asked.database().isPresent()) {
            Track track = Track.find(asked.database().get(), accounts);
            desk.promote(track, track.path().get(asked.environment()));
        } else if (!everywhere(environment -> environment.name().equals(asked.environment()), desk, desk::promote)) {
            throw new Refusal(RelayMessages.nobodyHas(asked.environment().value()));
        }
    }

    /** Where promotions follow at once, the event that would have told may have been lost. */
    private void sweep(Desk desk) {
        everywhere(scope::includes, desk, (track, environment) -> {
            desk.settle(track, environment);
            if (isAutomatic(environment)) {
                desk.promote(track, environment);
            }
        });
    }

    private void created(Event.ObjectKey object, Desk desk) {
        if (object instanceof Event.ObjectKey.OfReceipt receipt) {
            where(receipt.database(), receipt.bucket(), desk, (track, environment) -> ended(track, environment, desk));
        } else if (object instanceof Event.ObjectKey.OfRequest request) {
            where(request.database(), request.bucket(), desk, (track, environment) -> {
                if (scope.includes(environment)) {
                    desk.fulfil(track, environment, request);
                } else {
                    desk.decide(Decision.ignored("a request to another relay: " + environment.label()));
                }
            });
        } else if (object instanceof Event.ObjectKey.Other other) {
            desk.decide(Decision.ignored("s3://" + other.bucket() + "/" + other.key()));
        }
    }

    /**
     * A deployment has ended there: that is written down, and what follows at once is promoted; then what came to the
     * environment before, meanwhile, and found this one busy.
     */
    private void ended(Track track, Environment environment, Desk desk) {
        if (scope.includes(environment)) {
            desk.settle(track, environment);
        }
        Stream.concat(track.path().next(environment).stream(), Stream.of(environment))
                .filter(Relay::isAutomatic)
                .filter(scope::includes)
                .forEach(each -> desk.promote(track, each));
    }

    /** Whether promotions there follow at once; to the first environment there are none. */
    private static boolean isAutomatic(Environment environment) {
        return environment.promotion() == Environment.Promotion.AUTOMATIC
                && environment.promotesFrom().isPresent();
    }

    /** What is to be done in an environment. */
    @FunctionalInterface
    private interface Work {
        void in(Track track, Environment environment);
    }

    private void where(DatabaseName database, String bucket, Desk desk, Work work) {
        Optional<Track> track = Track.lookUp(database, accounts);
        Optional<Environment> environment = track.flatMap(it -> it.path().environments().stream()
                .filter(one -> one.bucket().equals(bucket))
                .findFirst());
        if (environment.isPresent()) {
            work.in(track.get(), environment.get());
        } else {
            desk.decide(Decision.ignored("bucket " + bucket + " is not one of database " + database));
        }
    }

    private void changed(Event.CommandChanged changed, Desk desk) {
        boolean ours = CommandStatus.mayBeEnd(changed.status())
                && everywhere(
                        environment -> scope.includes(environment)
                                && environment.documents().containsValue(changed.document()),
                        desk,
                        (track, environment) -> desk.afterCommand(track, environment, changed.command()));
        if (!ours) {
            desk.decide(Decision.ignored(
                    "command " + changed.command() + " of document " + changed.document() + " is " + changed.status()));
        }
    }

    /** @return whether there was any such environment, or one could not be looked for */
    private boolean everywhere(Predicate<Environment> which, Desk desk, Work work) {
        Tracks tracks = Tracks.find(accounts);
        boolean any = false;
        for (String database :
                tracks.databases().stream().filter(scope::includes).toList()) {
            try {
                Track track = tracks.get(database);
                for (Environment environment : track.path().environments()) {
                    if (which.test(environment)) {
                        any = true;
                        work.in(track, environment);
                    }
                }
            } catch (Refusal e) {
                any = true;
                desk.decide(Decision.refused(database, "", e));
            }
        }
        return any;
    }
}
