package io.github.dbpromote.plugin.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.core.model.DatabaseName;
import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.model.Ledger;
import io.github.dbpromote.core.model.SchemaHistory;
import io.github.dbpromote.core.operation.ReadStatus.DatabaseStatus;
import io.github.dbpromote.core.operation.ReadStatus.EnvironmentStatus;
import io.github.dbpromote.plugin.report.Journey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of a relay whose log the tests write, while the watch believes that it sleeps. */
class RelayWatchTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final String BUNDLE = "ab".repeat(32);
    private static final String OTHER = "12".repeat(32);

    private static final Ledger LIVE =
            Ledger.parse("""
            {"format": 1, "revision": 1, "writer": "w",
             "live": {"deployment": "d-20261128-1234567", "bundle": "@"},
             "last": {"deployment": "d-20261128-1234567", "bundle": "@", "outcome": "SUCCEEDED"}}""".replace("@", BUNDLE).getBytes(StandardCharsets.UTF_8), "a ledger");

    @TempDir
    Path folder;

    private final List<String> told = new ArrayList<>();

    /** What happens in each pause; the last of it brings the bundle to its end. */
    private final Deque<String> pauses = new ArrayDeque<>();

    private Path log;

    @BeforeEach
    void prepareTheLog() throws IOException {
        log = new StateDirectory(folder).functionLog("relay");
        Files.createDirectories(log.getParent());
    }

    @Test
    void itTellsEachDecisionOnce_andNeitherIdleOnesNorLambdasLines() {
        pauses.add("""
                START RequestId: 1 Version: 1
                {"decision":"promoted","database":"users","environment":"qa","deployment":"d-20261128-1","bundle":"@"}
                {"decision":"ignored","detail":"a command"}
                END RequestId: 1
                """.replace("@", BUNDLE));
        pauses.add(gate("15s") + gate("15s") + gate("10s"));
        pauses.add("""
                {"decision":"nothing to do","database":"users","environment":"qa","bundle":"@"}
                {"decision":"no host online","database":"users","environment":"prod"}
                {"decision":"no host online","database":"users","environment":"prod"}
                """.replace("@", BUNDLE));

        follow();

        assertThat(told)
                .containsExactly(
                        "users in qa: promoted, d-20261128-1",
                        "users in prod: gate: soak has 15s to go",
                        "users in prod: gate: soak has 10s to go",
                        "users in prod: no host online");
    }

    @Test
    void itTellsTheStoryOfThisBundleFromItsBeginning_andOfNoOther() {
        append("""
                {"decision":"source never deployed","database":"users","environment":"prod"}
                {"decision":"promoted","database":"users","environment":"qa","bundle":"%s"}
                {"decision":"settled: succeeded","database":"users","environment":"dev","bundle":"%s"}
                {"decision":"promoted","database":"orders","environment":"qa","bundle":"%s"}
                """.formatted(OTHER, BUNDLE, BUNDLE));
        pauses.add("");

        follow();

        assertThat(told).containsExactly("users in dev: settled: succeeded");
    }

    @Test
    void lineThatIsStillBeingWritten_isToldWhenItIsWhole() {
        String line = gate("9s");
        pauses.add(line.substring(0, 40));
        pauses.add(line.substring(40));

        follow();

        assertThat(told).containsExactly("users in prod: gate: soak has 9s to go");
    }

    @Test
    void anotherRelay_beginsTheLogAnew() throws IOException {
        append(gate("9s") + gate("8s"));
        RelayLog reading = new RelayLog(log);
        assertThat(reading.next()).hasSize(2);
        assertThat(reading.next()).isEmpty();

        Files.writeString(log, gate("15s"));

        assertThat(reading.next()).extracting(RelayDecision::words).containsExactly("gate: soak has 15s to go");
    }

    @Test
    void withoutALog_thereIsNothingToTell() {
        pauses.add("");

        follow();

        assertThat(told).isEmpty();
    }

    @Test
    void lastWords_areTold_whichComeAfterTheEnd() {
        pauses.add("");
        RelayWatch watch = new RelayWatch(
                log,
                pause -> append("{\"decision\":\"settled: succeeded\",\"database\":\"users\",\"environment\":\"prod\","
                        + "\"bundle\":\"" + BUNDLE + "\"}\n"),
                told::add);

        List<Journey> end = watch.follow(LONG, () -> List.of(journey(LIVE)));

        assertThat(told).containsExactly("users in prod: settled: succeeded");
        assertThat(end).allMatch(Journey::isOver);
    }

    @Test
    void limit_endsIt_andTellsHowFarItHasCome() {
        RelayWatch watch = new RelayWatch(log, pause -> {}, told::add);

        assertThat(watch.follow(Duration.ZERO, () -> List.of(journey(Ledger.EMPTY))))
                .singleElement()
                .matches(journey -> !journey.isOver());
    }

    private void follow() {
        RelayWatch watch = new RelayWatch(
                log,
                pause -> {
                    if (!pauses.isEmpty()) {
                        append(pauses.remove());
                    }
                },
                told::add);
        watch.follow(LONG, () -> List.of(pauses.isEmpty() ? journey(LIVE) : journey(Ledger.EMPTY)));
    }

    /** Of what is live in dev. */
    private static Journey journey(Ledger prod) {
        DatabaseName users = new DatabaseName("users");
        return new Journey(
                new DatabaseStatus(users, List.of(status(users, "dev", LIVE), status(users, "prod", prod)), List.of()));
    }

    private static EnvironmentStatus status(DatabaseName database, String name, Ledger ledger) {
        Environment environment =
                Environment.parse(database, new EnvironmentName(name), """
                {"format": 1, "bucket": "acme-users", "bucketOwner": "123456789012",
                 "hosts": {"tag": "FlywayHost", "value": "dev"}, "documents": {"migrate": "migrate"}}""".getBytes(StandardCharsets.UTF_8));
        return new EnvironmentStatus(
                environment,
                ledger,
                Optional.empty(),
                Optional.empty(),
                SchemaHistory.EMPTY,
                Optional.empty(),
                List.of());
    }

    private static String gate(String left) {
        return "{\"decision\":\"gate: soak has " + left
                + " to go\",\"database\":\"users\",\"environment\":\"prod\",\"bundle\":\"" + BUNDLE + "\"}\n";
    }

    private void append(String text) {
        try {
            Files.write(
                    log, text.getBytes(StandardCharsets.UTF_8), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
