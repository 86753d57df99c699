package io.github.dbpromote.sandbox.ssm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ssm.model.InstanceInformation;
import software.amazon.awssdk.services.ssm.model.InstanceInformationStringFilter;
import software.amazon.awssdk.services.ssm.model.InvalidFilterKeyException;

class FleetTest {
    @TempDir
    Path state;

    private SsmFixture aws;

    @BeforeEach
    void start() throws IOException {
        aws = new SsmFixture(state, SsmFixture.SETTINGS);
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    private List<InstanceInformation> describe(InstanceInformationStringFilter... filters) {
        return aws.client
                .describeInstanceInformation(request -> request.filters(filters))
                .instanceInformationList();
    }

    private static InstanceInformationStringFilter filter(String key, String... values) {
        return InstanceInformationStringFilter.builder().key(key).values(values).build();
    }

    @Test
    void nodes_areFoundByTagIdAndStatus() {
        ManagedHost qa = aws.ssm.addHost("qa", state.resolve("hosts/qa"), Map::of);
        qa.goOffline();

        assertThat(describe()).hasSize(2);
        assertThat(describe(filter("tag:FlywayHost", "dev")))
                .extracting(InstanceInformation::instanceId)
                .containsExactly(aws.host.instanceId());
        assertThat(describe(filter("tag:Other", "dev"))).isEmpty();
        assertThat(describe(filter("InstanceIds", qa.instanceId()), filter("PingStatus", "ConnectionLost")))
                .hasSize(1);
        assertThat(describe(filter("InstanceIds", qa.instanceId()), filter("PingStatus", "Online")))
                .isEmpty();
        assertThat(qa.instanceId()).matches("i-[0-9a-f]{17}");
    }

    @Test
    void aHost_isFoundByWhatInfrastructureCallsIt() {
        aws.host.retag("acme-dev");

        assertThat(describe(filter("tag:FlywayHost", "dev"))).isEmpty();
        assertThat(describe(filter("tag:FlywayHost", "acme-dev")))
                .extracting(InstanceInformation::instanceId)
                .containsExactly(aws.host.instanceId());
    }

    @Test
    void tagFilters_cannotBeCombinedWithOthers() {
        assertThatThrownBy(() -> describe(filter("tag:FlywayHost", "dev"), filter("PingStatus", "Online")))
                .hasMessageContaining("can't be combined");
        assertThatThrownBy(() -> describe(filter("Colour", "red"))).isInstanceOf(InvalidFilterKeyException.class);
    }

    @Test
    void nodes_comeInPages() {
        IntStream.range(0, 11)
                .forEach(number -> aws.ssm.addHost("env" + number, state.resolve("hosts/" + number), Map::of));

        assertThat(describe()).hasSize(10);
        Stream<InstanceInformation> all = aws
                .client
                .describeInstanceInformationPaginator(request -> request.maxResults(5))
                .instanceInformationList()
                .stream();
        assertThat(all).hasSize(12);
    }
}
