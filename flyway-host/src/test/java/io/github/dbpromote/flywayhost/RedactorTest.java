package io.github.dbpromote.flywayhost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RedactorTest {
    private final Redactor redactor = new Redactor();

    @Test
    void secrets_areMaskedWhereverTheyStand() {
        redactor.learn(List.of("s3cret", "a.b*c"));
        assertThat(redactor.redact("s3cret, xs3crety and a.b*c, not aXbbc")).isEqualTo("***, x***y and ***, not aXbbc");
    }

    @Test
    void secretInsideAnother_leavesNoRest() {
        redactor.learn("hunter");
        redactor.learn("hunter2");
        assertThat(redactor.redact("hunter2")).isEqualTo("***");
    }

    @Test
    void shortValues_wouldMaskEverything() {
        redactor.learn("eu");
        assertThat(redactor.redact("queue")).isEqualTo("queue");
    }
}
