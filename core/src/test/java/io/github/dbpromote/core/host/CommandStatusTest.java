package io.github.dbpromote.core.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandStatusTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Success",
                "Failed",
                "Cancelled",
                "TimedOut",
                "Undeliverable",
                "Delivery Timed Out",
                "DeliveryTimedOut",
                "Execution Timed Out",
                "Terminated",
                "Invalid Platform",
                "something new"
            })
    void anEventOfAnEnd_isWorthAsking_howeverItIsWorded(String status) {
        assertThat(CommandStatus.mayBeEnd(status)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Pending", "InProgress", "Delayed", "Cancelling"})
    void whatGoesOn_isNot(String status) {
        assertThat(CommandStatus.mayBeEnd(status)).isFalse();
    }
}
