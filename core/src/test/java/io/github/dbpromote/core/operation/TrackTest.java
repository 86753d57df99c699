package io.github.dbpromote.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbpromote.core.aws.AwsAccess;
import io.github.dbpromote.core.cloud.Cloud;
import io.github.dbpromote.core.model.EnvironmentName;
import io.github.dbpromote.core.problem.Outage;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.sandbox.Sandbox;
import io.github.dbpromote.sandbox.http.Credentials;
import io.github.dbpromote.sandbox.http.Fault;
import io.github.dbpromote.sandbox.http.Principal;
import io.github.dbpromote.sandbox.http.RequestLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TrackTest {
    @RegisterExtension
    final Cloud cloud = new Cloud();

    @Test
    void thePath_isReadThroughAnEmptyFirstPage() {
        cloud.provision("dev", "qa", "prod");
        cloud.forgetRequests();

        assertThat(names(find())).containsExactly("dev", "qa", "prod");
        assertThat(cloud.requests("GetParametersByPath"))
                .as("the empty page and the full one")
                .hasSize(2);
    }

    @Test
    void aPathOfManyEnvironments_isReadPageByPage() {
        IntStream.rangeClosed(1, 25)
                .forEach(i -> cloud.putParameter(
                        "e" + i, parameter(i == 1 ? "" : "\"promotesFrom\": \"e" + (i - 1) + "\",")));
        cloud.forgetRequests();

        assertThat(names(find())).hasSize(25).startsWith("e1", "e2").endsWith("e25");
        assertThat(cloud.requests("GetParametersByPath")).hasSize(4);
    }

    @Test
    void aDatabaseWithoutParameters_isRefused_withWhereTheyWereLookedFor() {
        assertThatThrownBy(this::find)
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("No environment is described below /db-promote/" + cloud.database()
                        + " in Parameter Store (the developer in eu-central-1).")
                .hasMessageContaining("-Ddb.region");
    }

    @Test
    void theAccountIsNamedToo_whereAwsTellsIt_andAskedForOnlyThen() {
        List<String> asked = new ArrayList<>();
        Accounts accounts = new Accounts(cloud.access(), Map.of(), () -> {
            asked.add("who am I?");
            return Optional.of("123456789012");
        });

        assertThatThrownBy(() -> Track.find(cloud.database(), accounts))
                .hasMessageContaining("(account 123456789012, the developer in eu-central-1).");
        cloud.provision("dev");
        Track.find(cloud.database(), accounts);

        assertThat(asked).containsExactly("who am I?");
    }

    @Test
    void parametersWithoutAnswer_areAnOutage() {
        cloud.fault("ssm", "GetParametersByPath", 10, Fault.Kind.LOST_ANSWER);

        assertThatThrownBy(this::find)
                .isInstanceOf(Outage.class)
                .hasMessageContaining("Could not read the parameters below /db-promote/" + cloud.database())
                .hasMessageContaining("no answer from AWS");
    }

    @Test
    void aMalformedParameter_isRefused_withItsName() {
        cloud.putParameter("dev", "{\"format\": 1}");

        assertThatThrownBy(this::find)
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("parameter /db-promote/" + cloud.database() + "/dev is not as")
                .hasMessageContaining("\"hosts\" is missing");
    }

    @Test
    void aNewerParameter_isRefused() {
        cloud.putParameter("dev", "{\"format\": 2}");

        assertThatThrownBy(this::find)
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("parameter /db-promote/" + cloud.database() + "/dev has format 2");
    }

    @Test
    void anEnvironmentWithAnAccessOfItsOwn_isLookedUpThere() {
        cloud.provision("dev", "qa");
        Principal deployer = Principal.assumedRole(Sandbox.ACCOUNT, "deployer", "qa");
        AwsAccess qa = cloud.open(cloud.sandbox().keyring().issue(deployer), "the deployer of qa");
        cloud.forgetRequests();

        Track track = Track.find(cloud.database(), new Accounts(cloud.access(), Map.of(new EnvironmentName("qa"), qa)));

        assertThat(names(track)).containsExactly("dev", "qa");
        assertThat(cloud.requests("GetParametersByPath"))
                .extracting(RequestLog.Entry::principal)
                .contains(deployer.arn());
    }

    @Test
    void anAccountThatCannotBeReached_mattersOnlyToWhoWantsSomethingThere() {
        cloud.provision("dev", "qa");
        Principal stranger = Principal.assumedRole(Sandbox.ACCOUNT, "stranger", "qa");
        Credentials revoked = cloud.sandbox().keyring().issue(stranger);
        cloud.sandbox().keyring().revoke(revoked.accessKeyId());
        Accounts accounts =
                new Accounts(cloud.access(), Map.of(new EnvironmentName("qa"), cloud.open(revoked, "a stranger")));

        Track track = Track.find(cloud.database(), accounts);

        assertThat(names(track)).containsExactly("dev");
        assertThat(new ReadStatus(track).run().problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.summary()).contains("(a stranger)"));
        assertThatThrownBy(() -> track.stage(new EnvironmentName("qa")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("AWS does not accept the credentials");
    }

    @Test
    void aParameterThatIsNoEnvironment_isRefusedByItsWholeName() {
        cloud.putParameter("README", "hello");

        assertThatThrownBy(this::find)
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(
                        "Parameter /db-promote/" + cloud.database() + "/README is not named like an environment");
    }

    private Track find() {
        return Track.find(cloud.database(), new Accounts(cloud.access(), Map.of()));
    }

    private static List<String> names(Track track) {
        return track.path().environments().stream()
                .map(environment -> environment.name().value())
                .toList();
    }

    private static String parameter(String promotesFrom) {
        return """
                {"format": 1, %s "bucket": "b", "bucketOwner": "123456789012",
                 "hosts": {"tag": "FlywayHost", "value": "x"}, "documents": {"migrate": "m"}}""".formatted(promotesFrom);
    }
}
