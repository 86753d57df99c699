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
    void otherCaseAndDoubledQuotes_areRecognised() {
        redactor.learn("It'sSecret");
        assertThat(redactor.redact("it'ssecret, It''sSecret")).isEqualTo("***, ***");
    }

    @Test
    void longSecretThatWasCut_isRecognised() {
        redactor.learn("abcdefghij".repeat(8));
        assertThat(redactor.redact("column \"" + "abcdefghij".repeat(6) + "abc\" does not exist"))
                .isEqualTo("column \"***\" does not exist");
    }

    @Test
    void shortValues_wouldMaskEverything() {
        redactor.learn("eu");
        assertThat(redactor.redact("queue")).isEqualTo("queue");
    }
}
