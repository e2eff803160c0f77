package io.pulsefeed.kraken.book;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.kraken.wire.BookUpdate;
import io.pulsefeed.kraken.wire.BookUpdate.Level;
import io.pulsefeed.kraken.wire.Origin;
import io.pulsefeed.kraken.wire.Pair;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderBookTest {

    private final OrderBook book = new OrderBook(10);

    private static List<Level> levels(String... texts) {
        List<Level> levels = new ArrayList<>();
        for (String text : texts) {
            String[] parts = text.split(" x ");
            levels.add(new Level(parts[0], parts[1]));
        }
        return levels;
    }

    private void apply(Origin origin, List<Level> bids, List<Level> asks) {
        book.apply(new BookUpdate(Pair.parse("XBT/USD"), bids, asks, 0, 1, origin));
    }

    private void snapshot() {
        apply(
                Origin.SNAPSHOT,
                levels("62710.4 x 0.01000000", "62709.1 x 2.00000000"),
                levels("62710.5 x 0.93111634", "62710.6 x 0.50000000", "62711.0 x 1.20000000"));
    }

    @Test
    void followsTheSpecificationExample() {
        snapshot();
        assertThat(book.checksum()).isEqualTo(1396696505L);
    }

    @Test
    void returnsToTheChecksumWhenChangesAreUndone() {
        snapshot();
        apply(Origin.LIVE, levels("62710.40 x 0"), levels("62710.6 x 7.5", "62710.7 x 1"));
        assertThat(book.checksum()).isNotEqualTo(1396696505L);
        apply(
                Origin.LIVE,
                levels("62710.4 x 0.01000000"),
                levels("62710.6 x 0.50000000", "62710.7 x 0.00000000", "99999.0 x 0"));
        assertThat(book.checksum()).isEqualTo(1396696505L);
    }

    @Test
    void dropsLevelsBeyondTheDepth() {
        snapshot();
        for (int i = 0; i < 20; i++) {
            apply(Origin.LIVE, List.of(), levels("7000" + i + ".0 x 1.0"));
        }
        long full = book.checksum();
        apply(Origin.LIVE, List.of(), levels("80000.0 x 1.0"));
        assertThat(book.checksum()).isEqualTo(full);
    }

    @Test
    void readsScientificNotation() {
        apply(Origin.SNAPSHOT, levels("0.00001 x 5"), levels("0.00002 x 6"));
        long plain = book.checksum();
        apply(Origin.SNAPSHOT, levels("1e-05 x 5"), levels("2E-5 x 6"));
        assertThat(book.checksum()).isEqualTo(plain);
    }

    @Test
    void summarizesTheBestPrices() {
        assertThat(book.top()).isNull();
        snapshot();
        BookTop top = book.top();
        assertThat(top.bid().price()).isEqualTo("62710.4");
        assertThat(top.ask().quantity()).isEqualTo("0.93111634");
        assertThat(top.spread()).isEqualByComparingTo("0.1");
        assertThat(top.imbalance()).isEqualByComparingTo("-0.133829");
    }
}
