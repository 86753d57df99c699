package io.github.dbpromote.core.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbpromote.core.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatesTest {
    /** A Wednesday. */
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

    private static final UserId PUBLISHER = new UserId("AROADEV:carol");
    private static final ClosedGate.Paused PAUSE =
            new ClosedGate.Paused("arn:aws:iam::123456789012:user/dave", "audit", NOW.minusSeconds(60));

    @Test
    void withoutGates_nothingIsClosed() {
        assertThat(Gates.NONE.check(at(NOW))).isEmpty();
    }

    @Test
    void everyClosedGate_isTold_andEachInItsOwnWords() {
        Gates all = new Gates(
                Optional.of(Duration.ofHours(24)),
                List.of(ChangeWindow.parse("Mon 06:00-16:00 Europe/Berlin")),
                List.of(Freeze.parse("2026-11-25/2026-11-26 Europe/Berlin")),
                Optional.of(new Quorum(2, Duration.ofDays(7))),
                false,
                List.of("moon"));
        Circumstances circumstances = new Circumstances(
                NOW,
                Optional.of(NOW.minus(Duration.ofMinutes(1248))),
                Optional.of(PAUSE),
                List.of(approval("AROAQA:alice", 0)),
                List.of("users/approvals/x"),
                Optional.of(PUBLISHER));

        assertThat(all.check(circumstances).stream().map(ClosedGate::phrase))
                .containsExactly(
                        "unknown gates: moon",
                        "paused by arn:aws:iam::123456789012:user/dave since 2026-11-25T11:59:00Z: audit",
                        "frozen until 2026-11-27 00:00 Europe/Berlin",
                        "window opens 2026-11-30 06:00 Europe/Berlin",
                        "soak has 3h12m to go",
                        "1 of 2 approvals, and 1 that count for nothing");
        assertThat(all.check(circumstances).stream()
                        .map(gate -> gate.problem("users", "prod"))
                        .map(Problem::text))
                .containsExactly("""
                        Promotions to users in prod are under gates that this version cannot evaluate: moon.
                          → A gate that cannot be evaluated stays closed. Use a version of db-promote that knows it.""", """
                        users in prod is paused by arn:aws:iam::123456789012:user/dave since 2026-11-25T11:59:00Z: audit
                          → When that is over: mvn db:resume -Denv=prod""", """
                        Promotions to users in prod are frozen until 2026-11-27 00:00 Europe/Berlin.
                          → Run the same command then. The days stand in "freeze" in the environment's parameter.""", """
                        Promotions to users in prod may begin only inside a change window; the next one opens 2026-11-30 06:00 Europe/Berlin.
                          → Run the same command then. The hours stand in "windows" in the environment's parameter.""", """
                        What is promoted to users in prod must have succeeded 1d before; 3h12m of that are to go.
                          → Run the same command then. The time stands in "soak" in the environment's parameter.""", """
                        users in prod has 1 of 2 approvals of this bundle. What stands under another name, bundle or environment than its own counts for nothing: users/approvals/x.
                          → mvn db:approve -Denv=prod   by somebody who has not approved it yet and has not published it""");
        assertThat(all.check(circumstances).stream().map(ClosedGate::yieldsToOverride))
                .containsExactly(false, true, true, true, true, true);
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 1s",
        "-30, 30s",
        "-90, 1m30s",
        "-120, 2m",
        "-11520, 3h12m",
        "-10800, 3h",
        "-86400, 1d",
        "-90000, 1d1h",
    })
    void soak_isClosedUntilItsLastSecond(int seconds, String left) {
        Gates soak = soak(Duration.ofDays(2));

        assertThat(soak.check(proven(NOW.minus(Duration.ofDays(2)).minusSeconds(seconds))))
                .singleElement()
                .extracting(ClosedGate::phrase)
                .isEqualTo("soak has " + left + " to go");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100_000})
    void soak_isOpenFromTheMomentAtWhichItIsOver(int seconds) {
        assertThat(soak(Duration.ofDays(2))
                        .check(proven(NOW.minus(Duration.ofDays(2)).minusSeconds(seconds))))
                .isEmpty();
    }

    @Test
    void soak_withoutAnyProof_hasNotBegun() {
        assertThat(soak(Duration.ofHours(5)).check(at(NOW)))
                .containsExactly(new ClosedGate.Soaking(Duration.ofHours(5), Duration.ofHours(5)));
    }

    @Test
    void windows_areOpenIfOneOfThemIs() {
        Gates gates = windows("Mon 06:00-16:00 UTC", "Wed 12:00-13:00 UTC");

        assertThat(gates.check(at(NOW))).isEmpty();
        assertThat(gates.check(at(NOW.minusSeconds(1))).stream().map(ClosedGate::phrase))
                .containsExactly("window opens 2026-11-25 12:00 UTC");
        assertThat(gates.check(at(NOW.plusSeconds(3600))).stream().map(ClosedGate::phrase))
                .containsExactly("window opens 2026-11-30 06:00 UTC");
    }

    @ParameterizedTest
    @CsvSource({
        // Midnight in Berlin is 23:00 in UTC.
        "2026-12-19T22:59:59Z, ",
        "2026-12-19T23:00:00Z, 2027-01-07 00:00 Europe/Berlin",
        "2027-01-06T22:59:59Z, 2027-01-07 00:00 Europe/Berlin",
        "2027-01-06T23:00:00Z, ",
    })
    void aFreeze_lastsWholeDays_bothInclusive(Instant now, String until) {
        List<String> closed = freezes("2026-12-20/2027-01-06 Europe/Berlin").check(at(now)).stream()
                .map(ClosedGate::phrase)
                .toList();

        assertThat(closed).isEqualTo(until == null ? List.of() : List.of("frozen until " + until));
    }

    @Test
    void freezesThatMeet_areOne() {
        Gates gates = freezes("2026-11-27/2026-11-28 UTC", "2026-11-25/2026-11-26 UTC", "2026-12-24/2026-12-24 UTC");

        assertThat(gates.check(at(NOW)).stream().map(ClosedGate::phrase))
                .containsExactly("frozen until 2026-11-29 00:00 UTC");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-12-20 UTC | is not written like \"2026-12-20/2027-01-06 Europe/Berlin\"",
                "2026-12-20/2027-01-06 | is not written like",
                "20-12-2026/2027-01-06 UTC | is not written like",
                "2027-01-06/2026-12-20 UTC | ends before it begins",
                "2026-12-20/2027-01-06 Berlin | names no zone of the IANA time zone database",
                "2027-02-28/2027-02-30 UTC | Invalid date 'FEBRUARY 30'",
            })
    void aFreezeThatCannotBeUnderstood_isSaid(String text, String reason) {
        assertThatThrownBy(() -> Freeze.parse(text)).hasMessageContaining(reason);
    }

    @Test
    void aPause_isClosed_evenWhereThereAreNoGates() {
        Circumstances paused =
                new Circumstances(NOW, Optional.empty(), Optional.of(PAUSE), List.of(), List.of(), Optional.empty());

        assertThat(Gates.NONE.check(paused)).containsExactly(PAUSE);
    }

    @Test
    void whatIsLongOrHasLineBreaks_staysOnOneLineOfALog() {
        ClosedGate.Paused pause = new ClosedGate.Paused("dave", "x\n\u001b[31m" + "y".repeat(10_000), NOW);

        assertThat(pause.phrase())
                .hasSizeLessThan(300)
                .doesNotContain("\n", "\u001b")
                .endsWith("y…");
        assertThat(pause.problem("users", "qa").text()).hasSizeLessThan(400);
    }

    @Test
    void twoDifferentPeople_areTwoApprovals() {
        assertThat(approved(2, approval("AROAQA:alice", 0), approval("AIDABOB", 0)))
                .isEmpty();
    }

    @Test
    void twoApprovalsOfOnePerson_areOne() {
        assertThat(phrases(approved(2, approval("AIDABOB", 0), approval("AIDABOB", 5))))
                .containsExactly("1 of 2 approvals");
        assertThat(phrases(approved(2, approval("AROAQA:alice", 0), approval("AROAPROD:alice", 5))))
                .as("the same name in sessions of two roles")
                .containsExactly("1 of 2 approvals");
    }

    @Test
    void thePublishersOwnApproval_isNone() {
        assertThat(phrases(approved(1, approval(PUBLISHER.value(), 0)))).containsExactly("0 of 1 approvals");
        assertThat(phrases(approved(1, approval("AROAPROD:carol", 0))))
                .as("in another account, where the same person has another id")
                .containsExactly("0 of 1 approvals");
    }

    @Test
    void anApproval_expiresAtTheEndOfItsLifetime() {
        int lifetime = (int) Duration.ofDays(7).toSeconds();

        assertThat(approved(1, approval("AIDABOB", lifetime - 1))).isEmpty();
        assertThat(phrases(approved(1, approval("AIDABOB", lifetime)))).containsExactly("0 of 1 approvals");
        assertThat(phrases(approved(1, approval("AIDABOB", lifetime + 1)))).containsExactly("0 of 1 approvals");
        assertThat(approved(1, approval("AIDABOB", lifetime + 1), approval("AIDABOB", 1)))
                .as("somebody who approves again")
                .isEmpty();
    }

    @Test
    void whereNobodyKnowsThePublisher_itTakesOneMore() {
        Gates gates = quorum(1);
        Circumstances one = new Circumstances(
                NOW, Optional.empty(), Optional.empty(), List.of(approval("AIDABOB", 0)), List.of(), Optional.empty());
        Circumstances two = new Circumstances(
                NOW,
                Optional.empty(),
                Optional.empty(),
                List.of(approval("AIDABOB", 0), approval("AIDAEVE", 0)),
                List.of(),
                Optional.empty());

        assertThat(gates.check(one).get(0).phrase()).isEqualTo("1 of 2 approvals");
        assertThat(gates.check(one).get(0).problem("users", "qa").summary())
                .isEqualTo("users in qa has 1 of 2 approvals of this bundle."
                        + " Nobody knows who published it, so that it takes one more than usual.");
        assertThat(gates.check(two)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"AIDAEXAMPLE", "AROAEXAMPLE:alice@example.com", "123456789012:a_b+c=d,e.f-g", "1"})
    void whatAwsCallsAUser_isAUserId(String value) {
        assertThat(new UserId(value)).hasToString(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":alice",
                "..",
                "AIDA/../x",
                "AIDA EXAMPLE",
                "AIDA*",
                "AIDA?",
                "AIDA\n",
                "AÏDA",
                "${aws:userid}"
            })
    void whatAPolicyCouldNotBind_isNoUserId(String value) {
        assertThatThrownBy(() -> new UserId(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("letters, digits and :_+=,.@-");
    }

    private static List<ClosedGate> approved(int people, Approval... approvals) {
        return quorum(people)
                .check(new Circumstances(
                        NOW,
                        Optional.empty(),
                        Optional.empty(),
                        List.of(approvals),
                        List.of(),
                        Optional.of(PUBLISHER)));
    }

    private static List<String> phrases(List<ClosedGate> gates) {
        return gates.stream().map(ClosedGate::phrase).toList();
    }

    private static Approval approval(String by, int secondsAgo) {
        return new Approval(new UserId(by), "arn of " + by, NOW.minusSeconds(secondsAgo));
    }

    private static Circumstances at(Instant now) {
        return new Circumstances(now, Optional.empty(), Optional.empty(), List.of(), List.of(), Optional.of(PUBLISHER));
    }

    private static Circumstances proven(Instant since) {
        return new Circumstances(
                NOW, Optional.of(since), Optional.empty(), List.of(), List.of(), Optional.of(PUBLISHER));
    }

    private static Gates soak(Duration soak) {
        return new Gates(Optional.of(soak), List.of(), List.of(), Optional.empty(), false, List.of());
    }

    private static Gates windows(String... windows) {
        List<ChangeWindow> parsed =
                Arrays.stream(windows).map(ChangeWindow::parse).toList();
        return new Gates(Optional.empty(), parsed, List.of(), Optional.empty(), false, List.of());
    }

    private static Gates freezes(String... freezes) {
        List<Freeze> parsed = Arrays.stream(freezes).map(Freeze::parse).toList();
        return new Gates(Optional.empty(), List.of(), parsed, Optional.empty(), false, List.of());
    }

    private static Gates quorum(int people) {
        return new Gates(
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.of(new Quorum(people, Duration.ofDays(7))),
                false,
                List.of());
    }
}
