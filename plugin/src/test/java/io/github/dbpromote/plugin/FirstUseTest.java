package io.github.dbpromote.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class FirstUseTest {
    private final List<String> done = new CopyOnWriteArrayList<>();

    @TempDir
    Path directory;

    @Test
    @Timeout(60)
    void secondModule_joinsOnlyWhenTheFirstHasEmptiedAndJoined() throws InterruptedException {
        Thread second = new Thread(() -> use("the build", () -> done.add("emptied again"), "second joined"));

        use(
                "the build",
                () -> {
                    second.start();
                    while (second.getState() != Thread.State.BLOCKED) {
                        Thread.onSpinWait();
                    }
                    done.add("emptied");
                },
                "first joined");
        second.join();

        assertThat(done).containsExactly("emptied", "first joined", "second joined");
    }

    @Test
    void nextBuild_emptiesAgain() {
        use("a build", () -> done.add("emptied"), "joined");
        use("another build", () -> done.add("emptied"), "joined");

        assertThat(done).containsExactly("emptied", "joined", "emptied", "joined");
    }

    @Test
    void emptyingThatFailed_isTriedAgain() {
        assertThatThrownBy(() -> use(
                        "the build",
                        () -> {
                            throw new IllegalStateException("the disk is full");
                        },
                        "joined"))
                .hasMessage("the disk is full");
        use("the build", () -> done.add("emptied"), "joined");

        assertThat(done).containsExactly("emptied", "joined");
    }

    private void use(String build, Runnable reset, String joined) {
        Supplier<Boolean> join = () -> done.add(joined);
        assertThat(FirstUse.of(directory, build, reset, join)).isTrue();
    }
}
