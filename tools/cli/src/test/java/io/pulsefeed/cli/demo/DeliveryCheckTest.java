package io.pulsefeed.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeliveryCheckTest {

    private final DeliveryCheck check = new DeliveryCheck();

    @BeforeEach
    void expectTwoStreams() {
        check.expectFrom("XBT/USD", 101);
        check.expectFrom("ETH/USD", 11);
    }

    @Test
    void findsNoDifferenceIfEveryIdWasReceivedOnce() {
        check.onReceived("XBT/USD", 101);
        check.onReceived("XBT/USD", 102);
        check.onReceived("ETH/USD", 11);

        assertThat(check.compareWith(Map.of("XBT/USD", 102L, "ETH/USD", 11L)))
                .isEqualTo(new DeliveryCheck.Result(0, 0));
    }

    @Test
    void countsLostIds() {
        check.onReceived("XBT/USD", 101);
        check.onReceived("XBT/USD", 104);

        assertThat(check.compareWith(Map.of("XBT/USD", 104L, "ETH/USD", 12L)))
                .isEqualTo(new DeliveryCheck.Result(4, 0));
    }

    @Test
    void countsEachDuplicate() {
        for (int i = 0; i < 3; i++) {
            check.onReceived("ETH/USD", 11);
        }

        assertThat(check.compareWith(Map.of("XBT/USD", 100L, "ETH/USD", 11L)))
                .isEqualTo(new DeliveryCheck.Result(0, 2));
    }

    @Test
    void ignoresIdsOfAnEarlierRun() {
        check.onReceived("XBT/USD", 99);
        check.onReceived("XBT/USD", 99);
        check.onReceived("SOL/USD", 5);

        assertThat(check.compareWith(Map.of("XBT/USD", 100L, "ETH/USD", 10L)))
                .isEqualTo(new DeliveryCheck.Result(0, 0));
    }
}
