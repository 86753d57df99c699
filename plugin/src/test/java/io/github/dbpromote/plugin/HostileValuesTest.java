package io.github.dbpromote.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.dbpromote.core.model.Claim;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.problem.PlainText;
import io.github.dbpromote.plugin.access.EnvironmentAccess;
import java.io.File;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.plugin.Mojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever somebody types for whichever setting, it is refused in one calm sentence before anything is done, or it arrives
 * as it was typed where any text is fine. None of it ever gets near a shell.
 */
@MojoTest
class HostileValuesTest extends GoalScene {
    private static final int LONGEST_MESSAGE = 1_500;
    private static final String LONG = "x".repeat(10_000);

    /** What steers a terminal, or turns the direction of text. */
    private static final Pattern UNSAFE = Pattern.compile("[\\p{Cc}\\p{Cf}&&[^\n]]");

    static List<String> hostile() {
        return List.of(
                "$(reboot)",
                "`reboot`",
                "; rm -rf /",
                "'",
                "\"",
                "a\nb",
                "{{ ssm:x }}",
                "../../etc",
                "a\u0000b",
                "\u001B[31mred",
                "\u202Elive",
                LONG);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "environment",
                "waitLimit",
                "queueTimeout",
                "deliveryTimeout",
                "pollInterval",
                "onWaitLimit",
                "profile",
                "region",
                "roleArn",
                "endpoint"
            })
    @InjectMojo(goal = "publish")
    void setting(String setting, PublishMojo publish) {
        cloud.provision();
        build().migration("V1__users.sql");

        assertCalm(publish, value -> set(publish, setting, value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"env", "db.database", "db.artifact", "db.dryRun"})
    @InjectMojo(goal = "publish")
    void property(String property, PublishMojo publish) {
        cloud.provision();
        build().migration("V1__users.sql");

        assertCalm(publish, value -> build().typed(property, value));
    }

    @Test
    @InjectMojo(goal = "publish")
    void databaseOfThePom(PublishMojo publish) {
        build().migration("V1__users.sql");

        assertCalm(publish, value -> publish.database = value);
    }

    @Test
    @InjectMojo(goal = "publish")
    void migrationArtifact(PublishMojo publish) {
        build().migration("V1__users.sql");

        assertCalm(publish, value -> publish.migrationArtifacts = List.of(value));
    }

    @Test
    @InjectMojo(goal = "publish")
    void directory(PublishMojo publish) {
        called(publish, MojoExecution.Source.CLI);

        assertCalm(publish, value -> publish.directories = List.of(new File(value)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "profile", "region", "roleArn", "endpoint"})
    @InjectMojo(goal = "promote")
    @Typed("env=qa")
    void accessOfAnEnvironment(String setting, PromoteMojo promote) {
        cloud.provision();
        build().migration("V1__users.sql");
        past("dev").live(release());
        EnvironmentAccess access = new EnvironmentAccess();
        set(access, "name", "qa");
        promote.environments = List.of(access);

        assertCalm(promote, value -> set(access, setting, value));
    }

    @Test
    @InjectMojo(goal = "promote")
    @Typed("env=qa")
    void bundle(PromoteMojo promote) {
        cloud.provision();
        build().migration("V1__users.sql");

        assertCalm(promote, value -> set(promote, "bundle", value));
    }

    @Test
    @InjectMojo(goal = "resolve")
    @Typed("env=dev")
    void wordOfAPerson(ResolveMojo resolve) {
        build().migration("V1__users.sql");

        assertCalm(resolve, value -> set(resolve, "as", value));
        assertThat(cloud.asked()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "status")
    void format(StatusMojo status) {
        assertCalm(status, value -> set(status, "format", value));
        assertThat(cloud.asked()).isEmpty();
    }

    /** A file may be called almost anything, so that here only the network is refused. */
    @ParameterizedTest
    @MethodSource("hostile")
    @InjectMojo(goal = "publish")
    void output(String value, PublishMojo publish) {
        build().migration("V1__users.sql").offline();
        // Not above the folder of this test, whatever it is a folder of.
        publish.output = value.equals("../../etc") ? "../" + folder.getFileName() : value;

        assertCalm(publish, value);
    }

    @Test
    @InjectMojo(goal = "publish")
    void outputThatIsAFolder_isRefused_andNothingIsLeftBesideIt(PublishMojo publish) {
        build().migration("V1__users.sql");
        publish.output = cloud.database().value();

        assertThat(refusalOf(publish))
                .isEqualTo("""
                db.output is %1$s, but that is a folder.
                  → Name a file in it, for instance -Ddb.output=%1$s/result.json""".formatted(folder.resolve(cloud.database().value())));
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
        assertThat(cloud.asked()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "publish")
    @Typed("db.dryRun=yes")
    void dryRunThatMavenTakesForNone_isRefused(PublishMojo publish) {
        build().migration("V1__users.sql");

        assertThat(refusalOf(publish)).isEqualTo("""
                db.dryRun is "yes", but must be true or false.
                  → -Ddb.dryRun=true""");
        assertThat(cloud.asked()).isEmpty();
    }

    // ---- the one setting in which any text is fine

    static Stream<String> reasons() {
        return hostile().stream().filter(value -> !value.equals(LONG));
    }

    @ParameterizedTest
    @MethodSource("reasons")
    @InjectMojo(goal = "publish")
    @Typed("db.waitLimit=PT0S")
    void reason_arrivesAsItWasTyped(String reason, PublishMojo publish) throws Exception {
        cloud.provision();
        build().migration("V1__users.sql");
        publish.reason = reason;

        publish.execute();

        DeploymentId sent = cloud.ledger("dev").read().ledger().inFlight().orElseThrow();
        Order order = cloud.deployments("dev").readOrder(sent).value();
        assertThat(order.reason()).contains(reason);
        assertThat(said.lines()).noneMatch(line -> UNSAFE.matcher(line).find());
    }

    @ParameterizedTest
    @MethodSource("reasons")
    @InjectMojo(goal = "cancel")
    @Typed("env=dev")
    void reasonOfACancellation_arrivesAsItWasTyped(String reason, CancelMojo cancel) throws Exception {
        cloud.provision();
        build().migration("V1__users.sql");
        Order order = past("dev").ordered(release());
        cancel.reason = reason;

        cancel.execute();

        assertThat(cloud.deployments("dev")
                        .readClaim(order.deployment())
                        .value()
                        .flatMap(Claim::reason))
                .contains(reason);
        assertThat(said.lines()).noneMatch(line -> UNSAFE.matcher(line).find());
    }

    @Test
    @InjectMojo(goal = "publish")
    void reasonThatIsTooLong_isRefusedBeforeAnythingIsAsked(PublishMojo publish) {
        build().migration("V1__users.sql");
        publish.reason = LONG;

        assertThat(refusalOf(publish)).isEqualTo("""
                The reason "%s…" has 10000 characters, but may have 1000 at most.
                  → Say it in a few words with -Ddb.reason="…", and name where more is written, such as a ticket.""".formatted("x".repeat(60)));
        assertThat(cloud.asked()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "publish")
    @Typed("db.queueTimeout=PT0S")
    void whoeverHoldsTheEnvironment_isNamedPlainly(PublishMojo publish) {
        cloud.provision();
        build().migration("V1__users.sql");
        Order order = past("dev").order(release());
        String text = new String(order.toJson(), StandardCharsets.UTF_8);
        cloud.create(
                "dev",
                cloud.database() + "/deployments/" + order.deployment() + "/order.json",
                text.replace("\"alice\"", "\"\\u001b[2J\\u202Ealice\\nBUILD SUCCESS\""));
        past("dev").begins(order);

        assertThat(refusalOf(publish)).contains(" is still in flight: ordered by ?[2J?alice?BUILD SUCCESS at ");
    }

    // ---- words

    /** Refused, without a stack trace; or, where what was typed names no machine that answers, an outage. */
    private void assertCalm(Mojo goal, Consumer<String> setting) {
        cloud.forgetWhatWasAsked();
        hostile().forEach(value -> {
            setting.accept(value);
            assertCalm(goal, value);
        });
        assertNothingWasDone();
    }

    private void assertCalm(Mojo goal, String value) {

        Throwable failure = catchThrowable(goal::execute);

        assertThat(failure)
                .as(PlainText.shown(value))
                .isInstanceOfAny(MojoFailureException.class, MojoExecutionException.class);
        assertThat(failure.getMessage())
                .as(PlainText.shown(value))
                .contains("\n  → ")
                .hasSizeLessThan(LONGEST_MESSAGE)
                .doesNotContain("Exception", "software.amazon")
                .doesNotContainPattern(UNSAFE);
        assertThat(said.lines()).noneMatch(line -> UNSAFE.matcher(line).find());
    }

    /** As Maven does. */
    private static void set(Object target, String name, Object value) {
        try {
            Field field = field(target.getClass(), name);
            field.setAccessible(true);
            field.set(target, value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Field field(Class<?> type, String name) throws NoSuchFieldException {
        try {
            return type.getDeclaredField(name);
        } catch (NoSuchFieldException e) {
            if (type.getSuperclass() == null) {
                throw e;
            }
            return field(type.getSuperclass(), name);
        }
    }
}
