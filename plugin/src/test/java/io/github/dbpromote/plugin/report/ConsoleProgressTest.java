package io.github.dbpromote.plugin.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.host.Command;
import io.github.dbpromote.core.host.Host;
import io.github.dbpromote.core.problem.Problems;
import io.github.dbpromote.core.progress.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConsoleProgressTest {
    private final List<String> said = new ArrayList<>();
    private final ConsoleProgress progress = new ConsoleProgress(said::add, Optional.empty(), Optional.empty(), true);

    @Test
    void storing_saysWhatGoesWhere() {
        progress.on(new Progress.Storing(Example.DEV, Example.BUNDLE, 4321));

        assertThat(said).containsExactly("users in dev: bundle abababababab, 4321 bytes");
    }

    @Test
    void sent_saysBeforeTheWaitWhatIsWaitedForAndWhereToLook() {
        progress.on(sent(Optional.of(new Command("c-1", new Host(Example.HOST))), Duration.ofMinutes(50)));

        assertThat(said)
                .containsExactly(
                        "  deployment d-20261122-051000-abcdefgh on host i-0123456789abcdef0, command c-1",
                        "  objects s3://acme-users-dev/users/deployments/d-1/  log s3://acme-users-dev/users/logs/d-1/",
                        "  waiting for the receipt, at most 50 min, looking every 3 s; Ctrl-C stops only the waiting");
    }

    @Test
    void requested_saysBeforeTheWaitWhoIsAskedAndUntilWhen() {
        progress.on(new Progress.Requested(
                Example.DEV,
                Example.DEPLOYMENT,
                Example.BUNDLE,
                "s3://b/users/deployments/d/",
                Duration.ofSeconds(3),
                Duration.ofMinutes(10)));
        progress.on(new Progress.Working(
                Example.DEV, Example.DEPLOYMENT, Progress.State.REQUESTED, Duration.ofSeconds(15)));

        assertThat(said)
                .containsExactly(
                        "users in dev: asked the relay to send bundle abababababab as d-20261122-051000-abcdefgh",
                        "  objects s3://b/users/deployments/d/",
                        "  waiting for its answer, at most 10 min, looking every 3 s; Ctrl-C stops only the waiting",
                        "  15 s: the relay has not answered yet");
    }

    @Test
    void sent_withoutAnAnswer_saysSo_andWithoutAWaitPromisesNone() {
        progress.on(sent(Optional.empty(), Duration.ZERO));

        assertThat(said)
                .containsExactly(
                        "  deployment d-20261122-051000-abcdefgh: the answer of Systems Manager was lost; the receipt will"
                                + " tell",
                        "  objects s3://acme-users-dev/users/deployments/d-1/  log s3://acme-users-dev/users/logs/d-1/");
    }

    @Test
    void awaiting_saysWhoseItIsAndSinceWhen() {
        progress.on(new Progress.Awaiting(
                Example.DEV,
                Example.DEPLOYMENT,
                "alice",
                Instant.parse("2026-11-22T05:10:00Z"),
                Optional.of(new Command("c-1", new Host(Example.HOST))),
                "s3://acme-users-dev/users/deployments/d-1/",
                "s3://acme-users-dev/users/logs/d-1",
                Duration.ofSeconds(3),
                Duration.ofMinutes(50)));

        assertThat(said)
                .containsExactly(
                        "users in dev: d-20261122-051000-abcdefgh is in flight since 2026-11-22 05:10 UTC, ordered by"
                                + " alice, at work on host i-0123456789abcdef0, command c-1",
                        "  objects s3://acme-users-dev/users/deployments/d-1/  log s3://acme-users-dev/users/logs/d-1/",
                        "  waiting for the receipt, at most 50 min, looking every 3 s; Ctrl-C stops only the waiting");
    }

    @Test
    void cancelling_namesDeploymentAndHost() {
        progress.on(
                new Progress.Cancelling(Example.DEV, Example.DEPLOYMENT, new Command("c-1", new Host(Example.HOST))));

        assertThat(said)
                .containsExactly("users in dev: cancelling d-20261122-051000-abcdefgh on host i-0123456789abcdef0");
    }

    @Test
    void linesOfTheHost_standApartFromOurs_andThatTheyCannotBeFollowedIsNoFailure() {
        progress.on(new Progress.Printed(Example.DEV, Example.DEPLOYMENT, "V1__users.sql applied"));
        progress.on(new Progress.LogUnavailable(Example.DEV, Problems.noLogGroup("users in dev")));

        assertThat(said)
                .containsExactly(
                        "  | V1__users.sql applied",
                        "  The host's log cannot be followed: users in dev has no logGroup in its parameter.");
    }

    @Test
    void whereOthersAreAtWorkToo_everyLineTellsWhoseItIs() {
        ConsoleProgress parallel = new ConsoleProgress(said::add, Optional.empty(), Optional.of("users"), true);

        parallel.on(new Progress.Storing(Example.DEV, Example.BUNDLE, 4321));
        parallel.on(new Progress.Printed(Example.DEV, Example.DEPLOYMENT, "16 pending"));

        assertThat(said).containsExactly("users in dev: bundle abababababab, 4321 bytes", "users  | 16 pending");
    }

    @Test
    void signsOfLife_becomeRarer_soThatAnHourStaysReadable() {
        for (int seconds = 0; seconds <= 3600; seconds += 3) {
            progress.on(new Progress.Working(
                    Example.DEV,
                    Example.DEPLOYMENT,
                    seconds < 20 ? Progress.State.ORDERED : Progress.State.CLAIMED,
                    Duration.ofSeconds(seconds)));
        }

        assertThat(said)
                .startsWith(
                        "  15 s: no host has taken it yet",
                        "  30 s: the host is at work",
                        "  60 s: the host is at work",
                        "  2 min: the host is at work",
                        "  4 min: the host is at work",
                        "  8 min: the host is at work",
                        "  13 min: the host is at work")
                .endsWith("  58 min: the host is at work")
                .hasSize(16);
    }

    @Test
    void queued_namesTheHolderOnce_thenGivesSignsOfLife() {
        for (int seconds : new int[] {0, 3, 16, 18}) {
            progress.on(queued(seconds));
        }

        assertThat(said)
                .containsExactly(
                        "users in dev: d-20261120-101500-aaaabbbb, ordered by arn:aws:iam::123456789012:user/alice, is in"
                                + " flight; waiting for it, at most 15 min",
                        "  16 s: still in flight");
    }

    @Test
    void queued_onATerminal_namesTheHolderOnceToo() {
        List<String> drawn = new ArrayList<>();
        ConsoleProgress terminal =
                new ConsoleProgress(said::add, Optional.of(new MovingLine(drawn::add)), Optional.empty(), false);

        for (int seconds : new int[] {0, 3, 6}) {
            terminal.on(queued(seconds));
        }

        assertThat(said).singleElement().asString().contains("is in flight; waiting for it");
        assertThat(drawn).anyMatch(line -> line.contains("6 s: still in flight"));
    }

    private static Progress.Queued queued(int seconds) {
        return new Progress.Queued(
                Example.DEV,
                Example.EARLIER,
                "arn:aws:iam::123456789012:user/alice",
                Duration.ofSeconds(seconds),
                Duration.ofMinutes(15));
    }

    @Test
    void anInspection_namesWhatItLooksInto_andTheReportTellsOfThat() {
        progress.on(new Progress.Sent(
                Example.DEV,
                Example.DEPLOYMENT,
                Optional.of(Example.EARLIER),
                Optional.empty(),
                "s3://acme-users-dev/users/deployments/d-1/",
                "s3://acme-users-dev/users/logs/d-1",
                Duration.ofSeconds(3),
                Duration.ZERO));
        progress.on(new Progress.Settled(Example.DEV, Example.EARLIER, Progress.Ending.FAILED));

        assertThat(said)
                .startsWith(
                        "  inspection d-20261122-051000-abcdefgh of d-20261120-101500-aaaabbbb: the answer of Systems"
                                + " Manager was lost; the receipt will tell")
                .hasSize(2);
    }

    @Test
    void whereNothingIsInFlight_theNewestIsNamed() {
        progress.on(new Progress.Newest(Example.DEV, Example.EARLIER, "alice", Instant.parse("2026-11-20T10:15:00Z")));

        assertThat(said)
                .containsExactly(
                        "users in dev: nothing is in flight; the newest is d-20261120-101500-aaaabbbb, ordered by"
                                + " alice at 2026-11-20 10:15 UTC");
    }

    @Test
    void settled_isToldOfOthersOnly_forTheReportAtTheEndTellsOfOnesOwn() {
        progress.on(sent(Optional.empty(), Duration.ZERO));
        said.clear();

        progress.on(new Progress.Settled(Example.DEV, Example.DEPLOYMENT, Progress.Ending.SUCCEEDED));
        progress.on(new Progress.Settled(Example.DEV, Example.EARLIER, Progress.Ending.FAILED));

        assertThat(said).containsExactly("users in dev: d-20261120-101500-aaaabbbb ended FAILED");
    }

    @Test
    void whatNoHostStarted_isSaidInWords() {
        progress.on(new Progress.Settled(Example.DEV, Example.EARLIER, Progress.Ending.GIVEN_UP));
        progress.on(new Progress.Settled(Example.DEV, Example.EARLIER, Progress.Ending.CANCELLED));

        assertThat(said)
                .containsExactly(
                        "users in dev: d-20261120-101500-aaaabbbb was given up: no host had taken it",
                        "users in dev: d-20261120-101500-aaaabbbb was cancelled before any host had taken it");
    }

    @Test
    void whileAwsDoesNotAnswer_nobodyIsToldThatNoHostWorks() {
        progress.on(
                new Progress.Working(Example.DEV, Example.DEPLOYMENT, Progress.State.UNKNOWN, Duration.ofSeconds(15)));

        assertThat(said).containsExactly("  15 s: AWS does not answer; what runs on a host goes on");
    }

    private static Progress.Sent sent(Optional<Command> command, Duration limit) {
        return new Progress.Sent(
                Example.DEV,
                Example.DEPLOYMENT,
                Optional.empty(),
                command,
                "s3://acme-users-dev/users/deployments/d-1/",
                "s3://acme-users-dev/users/logs/d-1",
                Duration.ofSeconds(3),
                limit);
    }
}
