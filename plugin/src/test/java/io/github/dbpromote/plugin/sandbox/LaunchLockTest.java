package io.github.dbpromote.plugin.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchLockTest {
    private static final int THREADS = 8;

    @TempDir
    Path folder;

    @Test
    void holding_threadsOfOneMavenTakeTurns() {
        AtomicInteger inside = new AtomicInteger();
        List<Integer> seen = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                all.add(CompletableFuture.runAsync(
                        () -> hold(() -> {
                            seen.add(inside.incrementAndGet());
                            inside.decrementAndGet();
                        }),
                        threads));
            }
            all.forEach(CompletableFuture::join);
        } finally {
            threads.shutdown();
        }
        assertThat(seen).hasSize(THREADS).containsOnly(1);
    }

    @Test
    void holding_waitsForAnotherProcess() throws Exception {
        try (OtherMaven other = OtherMaven.holding(folder.resolve("launch.lock"))) {
            AtomicBoolean killed = new AtomicBoolean();
            AtomicBoolean killedBefore = new AtomicBoolean();
            CompletableFuture<Void> waiting =
                    CompletableFuture.runAsync(() -> hold(() -> killedBefore.set(killed.get())));
            assertThat(waiting).isNotDone();
            killed.set(true);
            other.kill();
            waiting.join();
            assertThat(killedBefore).isTrue();
        }
    }

    @Test
    void holding_aLockFileThatWasDeletedMeanwhileIsMadeAnew() throws IOException {
        Path file = folder.resolve("launch.lock");
        hold(() -> delete(file));
        boolean[] lockedAnew = {false};
        hold(() -> lockedAnew[0] = Files.exists(file));
        assertThat(lockedAnew[0]).isTrue();
    }

    @Test
    void holding_letsGoAlsoWhenTheWorkFails() throws IOException {
        Path file = folder.resolve("launch.lock");
        CompletableFuture<Void> failing = CompletableFuture.runAsync(() -> hold(() -> {
            throw new IllegalStateException("work");
        }));
        assertThat(failing).failsWithin(Duration.ofSeconds(30));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            assertThat(lock).isNotNull();
        }
    }

    private void hold(Runnable work) {
        try {
            new LaunchLock(folder.resolve("launch.lock")).holding(() -> {
                work.run();
                return folder;
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
