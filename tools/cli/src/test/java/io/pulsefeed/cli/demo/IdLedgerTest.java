package io.pulsefeed.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IdLedgerTest {

    private final IdLedger ledger = new IdLedger();

    @BeforeEach
    void expectTwoStreams() {
        ledger.expectFrom("XBT/USD", 101);
        ledger.expectFrom("ETH/USD", 11);
    }

    @Test
    void balancesWhenEveryIdArrivedOnce() {
        ledger.arrived("XBT/USD", 101);
        ledger.arrived("XBT/USD", 102);
        ledger.arrived("ETH/USD", 11);

        assertThat(ledger.against(Map.of("XBT/USD", 102L, "ETH/USD", 11L))).isEqualTo(new IdLedger.Balance(0, 0));
    }

    @Test
    void countsWhatNeverCame() {
        ledger.arrived("XBT/USD", 101);
        ledger.arrived("XBT/USD", 104);

        assertThat(ledger.against(Map.of("XBT/USD", 104L, "ETH/USD", 12L))).isEqualTo(new IdLedger.Balance(4, 0));
    }

    @Test
    void countsEachRepetition() {
        for (int i = 0; i < 3; i++) {
            ledger.arrived("ETH/USD", 11);
        }

        assertThat(ledger.against(Map.of("XBT/USD", 100L, "ETH/USD", 11L))).isEqualTo(new IdLedger.Balance(0, 2));
    }

    @Test
    void leavesOutWhatBelongsToAnEarlierRun() {
        ledger.arrived("XBT/USD", 99);
        ledger.arrived("XBT/USD", 99);
        ledger.arrived("SOL/USD", 5);

        assertThat(ledger.against(Map.of("XBT/USD", 100L, "ETH/USD", 10L))).isEqualTo(new IdLedger.Balance(0, 0));
    }
}
