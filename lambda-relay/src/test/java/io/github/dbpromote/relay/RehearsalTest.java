package io.github.dbpromote.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RehearsalTest {
    @Test
    void theRehearsal_goesTheWholeWayToTheCommand_andReachesNobody() {
        List<Decision> decisions = new ArrayList<>();

        Rehearsal.play(decisions::add);

        assertThat(decisions).extracting(Decision::words).containsExactly("promoted");
    }
}
