package io.pulsefeed.kraken.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.kraken.config.KrakenSourceConnectorConfig;
import io.pulsefeed.kraken.wire.Instrument;
import io.pulsefeed.kraken.wire.Instrument.Kind;
import io.pulsefeed.kraken.wire.InstrumentUpdate;
import io.pulsefeed.kraken.wire.Pair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ListingMonitorTest {

    private final AtomicInteger changes = new AtomicInteger();
    private final ListingMonitor monitor = new ListingMonitor(
            "test", new KrakenSourceConnectorConfig(Map.of("pairs", "XBT/USD")).endpoint(), changes::incrementAndGet);

    private void accept(boolean snapshot, String... pairs) {
        List<Instrument> instruments = Stream.of(pairs)
                .map(pair -> new Instrument(Kind.PAIR, pair, true, "{}"))
                .toList();
        monitor.onInstruments(new InstrumentUpdate(snapshot, instruments), 1, Instant.EPOCH);
    }

    @Test
    void followsSnapshotsAndUpdates() {
        accept(true, "XBT/USD", "ETH/USD");
        assertThat(changes).hasValue(0);
        accept(false, "SOL/USD");
        accept(true, "XBT/USD", "SOL/USD");
        assertThat(changes).hasValue(2);
        assertThat(monitor.listed()).extracting(Pair::name).containsExactly("SOL/USD", "XBT/USD");
    }

    /** It would delist every pair, and restart the tasks without them. */
    @Test
    void aSnapshotWithoutPairsChangesNothing() {
        accept(true);
        assertThat(monitor.await(Duration.ZERO)).isFalse();
        accept(true, "XBT/USD", "ETH/USD");
        assertThat(monitor.await(Duration.ZERO)).isTrue();
        accept(true);
        assertThat(changes).hasValue(0);
        assertThat(monitor.listed()).hasSize(2);
    }
}
