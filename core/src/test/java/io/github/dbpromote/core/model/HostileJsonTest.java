package io.github.dbpromote.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbpromote.core.problem.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever stands in an object of ours, its reader refuses it in one calm sentence that names the object. */
class HostileJsonTest {
    private static final DeploymentId ID = new DeploymentId("d-20260101-120000-abc");
    private static final Digest BUNDLE = Digest.of(new byte[] {1});
    private static final DatabaseName USERS = new DatabaseName("users");
    private static final EnvironmentName DEV = new EnvironmentName("dev");
    private static final int LONGEST_MESSAGE = 700;

    /** One kind of object: what a person calls it, how it is read, and a good one. */
    private record Kind(String name, Reader reader, String good) {
        @Override
        public String toString() {
            return name;
        }
    }

    private interface Reader {
        Object read(byte[] bytes, String where);
    }

    static Stream<Kind> kinds() {
        return Stream.of(
                new Kind(
                        "parameter /db-promote/users/dev", (bytes, where) -> Environment.parse(USERS, DEV, bytes), """
                        {"format": 1, "bucket": "b", "bucketOwner": "123456789012",
                         "hosts": {"tag": "t", "value": "v"}, "documents": {"migrate": "m"}}
                        """),
                kind("ledger.json", Ledger::parse, Ledger.EMPTY.begin(ID, "w").toJson()),
                kind("order.json", Order::parse, order().toJson()),
                kind("claim.json", Claim::parse, new Claim(ID, Claim.Kind.VOID, "w", "bob").toJson()),
                kind("receipt.json", Receipt::parse, receipt().toJson()),
                kind("clearance.json", Clearance::parse, new Clearance(ID, Outcome.FAILED, "bob", "because").toJson()));
    }

    private static Kind kind(String name, Reader reader, byte[] good) {
        return new Kind("s3://bucket/users/" + name, reader, new String(good, StandardCharsets.UTF_8));
    }

    static Stream<Arguments> hostile() {
        return kinds().flatMap(kind -> texts(kind.good()).map(text -> Arguments.of(kind, text.name(), text.content())));
    }

    private record Text(String name, String content) {}

    private static Stream<Text> texts(String good) {
        return Stream.of(
                text("empty", ""),
                text("blank", " \n"),
                text("cut off", good.substring(0, good.length() / 2)),
                text(
                        "cut off at the end",
                        good.stripTrailing().substring(0, good.stripTrailing().length() - 1)),
                text("not JSON", "<html>Service Unavailable</html>"),
                text("an array", "[" + good + "]"),
                text("a string", "\"format\""),
                text("null", "null"),
                text("two documents", good + good),
                text("no format", good.replaceFirst("\"format\": 1,", "")),
                text("format as a string", good.replaceFirst("\"format\": 1", "\"format\": \"1\"")),
                text("format zero", good.replaceFirst("\"format\": 1", "\"format\": 0")),
                text("half a format", good.replaceFirst("\"format\": 1", "\"format\": 1.5")),
                text("a huge format", good.replaceFirst("\"format\": 1", "\"format\": " + "9".repeat(10_000))),
                text("a far format", good.replaceFirst("\"format\": 1", "\"format\": 1e999999999")),
                text("a tiny format", good.replaceFirst("\"format\": 1", "\"format\": 1e-999999999")),
                text("an exponent beyond any", good.replaceFirst("\"format\": 1", "\"format\": 1e99999999999")),
                text("a member twice", good.replaceFirst("\"format\": 1", "\"format\": 1, \"format\": 1")),
                text(
                        "a member of rubbish twice",
                        good.replaceFirst("\\{", "{" + ("\"" + "x".repeat(9_000) + "\": 1,").repeat(2))),
                text("NUL", good.replaceFirst("\"format\"", "\u0000\"format\"")),
                text("NUL in a string", good.replaceFirst("\"format\": 1", "\"format\": 1, \"x\": \"\u0000\"")),
                text("a lone ESC", "\u001b[31m" + good),
                text("nothing but nesting", "[".repeat(10_000)),
                text("objects 10,000 deep", "{\"format\": 1, \"x\": " + "{\"x\":".repeat(10_000)),
                text("arrays 10,000 deep", "{\"format\": 1, \"x\": " + "[".repeat(10_000) + "]".repeat(10_000) + "}"),
                text("rubbish of 1 MB", "x".repeat(1_000_000)),
                text("a string of 1 MB", "\"" + "x".repeat(1_000_000) + "\""),
                text("no UTF-8", "\u00ff\u00fe{\u0000}\u0000"));
    }

    private static Text text(String name, String content) {
        return new Text(name, content);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("hostile")
    void whatIsMalformed_isRefused_withItsName(Kind kind, String name, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> kind.reader().read(bytes, kind.name()))
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.problems()).singleElement().satisfies(problem -> {
                        assertThat(problem.code()).isIn("malformed", "newer-format");
                        assertThat(problem.summary()).startsWith(kind.name());
                    });
                    assertThat(refusal.getMessage())
                            .hasSizeLessThan(LONGEST_MESSAGE)
                            .doesNotContain("\u0000", "\u001b", "Exception", "com.google", "\r");
                });
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aNewerFormat_isRefused_withWhatToUpdate(Kind kind) {
        byte[] newer =
                kind.good().replaceFirst("\"format\": 1", "\"format\": 2").getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> kind.reader().read(newer, kind.name()))
                .isInstanceOf(Refusal.class)
                .hasMessage(kind.name() + " has format 2, but this version of db-promote understands formats up to 1.\n"
                        + "  → Use a newer version of the plugin (or of flyway-host on the host).");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whatLaterVersionsAdd_isPassedOver(Kind kind) {
        byte[] later = kind.good()
                .replaceFirst("\"format\": 1", "\"format\": 1, \"later\": {\"x\": [1, null, true, \"\\\\u0000\"]}")
                .getBytes(StandardCharsets.UTF_8);

        assertThat(kind.reader().read(later, kind.name())).isNotNull();
    }

    static Stream<Arguments> members() {
        return kinds().flatMap(kind -> Stream.of(
                        "7",
                        "true",
                        "[]",
                        "{}",
                        "\"\\u0000\"",
                        "\"../../x\"",
                        "\"$(reboot)\"",
                        "\"" + "z".repeat(10_000) + "\"")
                .flatMap(value -> Stream.of(
                                "deployment",
                                "kind",
                                "action",
                                "database",
                                "environment",
                                "bundle",
                                "createdAt",
                                "outcome",
                                "startedAt",
                                "bucketOwner",
                                "inFlight",
                                "documents",
                                "hosts")
                        .filter(member -> kind.good().contains("\"" + member + "\":"))
                        .map(member -> Arguments.of(kind, member, value))));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("members")
    void aMemberOfTheWrongType_isNamed(Kind kind, String member, String value) {
        String broken = kind.good()
                .replaceFirst(
                        "(?s)\"" + member + "\": (?:\"[^\"]*\"|\\{[^}]*\\})",
                        java.util.regex.Matcher.quoteReplacement("\"" + member + "\": " + value));

        assertThatThrownBy(() -> kind.reader().read(broken.getBytes(StandardCharsets.UTF_8), kind.name()))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.getMessage())
                                .startsWith(kind.name())
                                .hasSizeLessThan(LONGEST_MESSAGE)
                                .doesNotContain("\u0000"));
    }

    private static Order order() {
        return new Order(
                ID,
                Action.MIGRATE,
                USERS,
                DEV,
                BUNDLE,
                Optional.empty(),
                Optional.empty(),
                "alice",
                Optional.empty(),
                Instant.parse("2026-01-01T12:00:00Z"),
                Instant.parse("2026-01-01T12:10:00Z"));
    }

    private static Receipt receipt() {
        return new Receipt(
                USERS,
                DEV,
                ID,
                BUNDLE,
                Action.MIGRATE,
                Outcome.SUCCEEDED,
                Optional.empty(),
                "i-0123456789abcdef0",
                Optional.empty(),
                "flyway-host",
                Instant.EPOCH,
                Instant.EPOCH,
                List.of(),
                List.of(),
                List.of());
    }
}
