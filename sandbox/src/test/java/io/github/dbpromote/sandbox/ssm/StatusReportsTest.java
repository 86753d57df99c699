package io.github.dbpromote.sandbox.ssm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusReportsTest {
    @TempDir
    Path state;

    private final BlockingQueue<StatusChange> changes = new LinkedBlockingQueue<>();
    private SsmFixture aws;

    @BeforeEach
    void start() throws IOException {
        aws = new SsmFixture(state, SsmFixture.SETTINGS);
        aws.ssm.whenStatusChanges(changes::add);
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void everyChange_isToldOnce_ofTheInvocationAndOfTheCommand() throws InterruptedException {
        String commandId = aws.send(aws.document("fail", "exit 3"));

        List<StatusChange> told = take(4);

        assertThat(told)
                .extracting(change -> change.getClass().getSimpleName() + " " + change.status())
                .containsExactly(
                        "OfInvocation InProgress", "OfCommand InProgress", "OfInvocation Failed", "OfCommand Failed");
        assertThat(told)
                .allMatch(change -> change.commandId().equals(commandId)
                        && change.document().equals("fail"));
        assertThat(((StatusChange.OfInvocation) told.get(0)).instanceId()).isEqualTo(aws.host.instanceId());
        assertThat(((StatusChange.OfCommand) told.get(1)).instanceIds()).containsExactly(aws.host.instanceId());
        assertThat(changes).isEmpty();
    }

    private List<StatusChange> take(int count) throws InterruptedException {
        List<StatusChange> taken = new ArrayList<>();
        while (taken.size() < count) {
            StatusChange next = changes.poll(1, TimeUnit.MINUTES);
            assertThat(next).as("after %s", taken).isNotNull();
            taken.add(next);
        }
        return taken;
    }
}
