package io.pulsefeed.console.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CandlesTest {

    private static final long MINUTE = 60_000;

    private final Candles candles = new Candles();

    @Test
    void opensAndClosesByTimeNotByArrival() {
        candles.add(11, 1, MINUTE + 30_000, false);
        candles.add(10, 2, MINUTE + 10_000, true);
        candles.add(14, 3, MINUTE + 20_000, true);

        List<Object[]> rows = candles.drainChanged();
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0)).containsExactly(MINUTE, 10.0, 14.0, 10.0, 11.0, 6.0, 2L);
        assertThat(candles.drainChanged()).isEmpty();
    }

    @Test
    void keepsTheNewestMinutes() {
        for (int minute = 0; minute < 500; minute++) {
            candles.add(1, 1, minute * MINUTE, false);
        }
        candles.add(1, 1, 0, false);
        List<Object[]> rows = candles.all();
        assertThat(rows).hasSize(Candles.KEPT);
        assertThat(rows.get(0)[0]).isEqualTo((500 - Candles.KEPT) * MINUTE);
    }
}
