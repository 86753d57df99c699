package io.github.dbpromote.plugin.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
    @TempDir
    Path folder;

    @Test
    void read_understandsWhatASandboxWrites() throws IOException {
        Endpoint endpoint = read(announcement(4711, Instant.parse("2026-01-02T03:04:05Z")));
        assertThat(endpoint.address()).isEqualTo(URI.create("http://127.0.0.1:40123"));
        assertThat(endpoint.region()).isEqualTo("eu-central-1");
        assertThat(endpoint.pid()).isEqualTo(4711);
        assertThat(endpoint.startedAt()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(endpoint.fingerprint()).isEqualTo("abc");
        assertThat(endpoint.token()).isEqualTo("secret-token");
        assertThat(endpoint.credentials().accessKeyId()).isEqualTo("AKIA");
        assertThat(endpoint.credentials().secretAccessKey()).isEqualTo("secret-key");
    }

    @Test
    void toString_tellsNoSecret() throws IOException {
        assertThat(read(announcement(4711, Instant.EPOCH)).toString())
                .contains("4711")
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"format\":2,\"endpoint\":\"http://127.0.0.1:1\"}",
                "{\"format\":1,\"endpoint\":\"http://127.0.0.1:1\"}"
            })
    void read_whatItCannotReadIsNobodyToJoin(String content) throws IOException {
        assertThat(Endpoint.read(Files.writeString(folder.resolve("endpoint.json"), content)))
                .isEmpty();
    }

    @Test
    void read_withoutAFileThereIsNobody() throws IOException {
        assertThat(Endpoint.read(folder.resolve("endpoint.json"))).isEmpty();
    }

    @Test
    void process_isTheOneThatWroteIt() throws IOException {
        ProcessHandle self = ProcessHandle.current();
        assertThat(read(announcement(self.pid(), Instant.now())).process()).contains(self);
    }

    @Test
    void process_isNotAnotherOneThatGotThePidLater() throws IOException {
        ProcessHandle self = ProcessHandle.current();
        Instant before = self.info().startInstant().orElseThrow().minus(Duration.ofMinutes(5));
        assertThat(read(announcement(self.pid(), before)).process()).isEmpty();
    }

    @Test
    void process_isNotThereWhenItHasEnded() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        assertThat(read(announcement(ended.pid(), Instant.now())).process()).isEmpty();
    }

    private Endpoint read(String announcement) throws IOException {
        return Endpoint.read(Files.writeString(folder.resolve("endpoint.json"), announcement))
                .orElseThrow();
    }

    static String announcement(long pid, Instant startedAt) {
        return """
                {"format":1,"endpoint":"http://127.0.0.1:40123","region":"eu-central-1","account":"123456789012",
                 "pid":%d,"startedAt":"%s","fingerprint":"abc","token":"secret-token",
                 "credentials":{"accessKeyId":"AKIA","secretAccessKey":"secret-key",
                                "principal":"arn:aws:iam::123456789012:user/developer"}}
                """.formatted(pid, startedAt);
    }
}
