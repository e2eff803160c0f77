package io.pulsefeed.kraken;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.simulators.kraken.Fault;
import io.pulsefeed.simulators.kraken.KrakenSimulator;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Order books against the simulator, in virtual time. */
class BookTest {

    private final KrakenSimulator simulator = KrakenSimulator.builder()
            .seed(7)
            .virtualTime(VirtualTimeRun.START)
            .tradesPerSecond(10)
            .pairs(List.of("BTC/USD", "ETH/USD"))
            .build();

    @AfterEach
    void close() {
        simulator.close();
    }

    private static List<String> values(VirtualTimeRun run, String topic, String pair) {
        return run.books.stream()
                .filter(record -> record.topic().equals(topic) && record.key().equals(pair))
                .map(BookTest::text)
                .toList();
    }

    private static String text(SourceRecord record) {
        return new String((byte[]) record.value(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 100, 1000})
    void verifiesEveryMessage(int depth) throws InterruptedException {
        VirtualTimeRun run =
                new VirtualTimeRun(simulator, 1, Map.of("channels", "book", "book.depth", String.valueOf(depth)));
        run.run(Duration.ofSeconds(30));
        for (String pair : List.of("XBT/USD", "ETH/USD")) {
            List<String> values = values(run, "rawbook", pair);
            assertThat(values).hasSizeGreaterThan(50).allMatch(value -> value.contains("\"checksum_ok\":true"));
            assertThat(values.get(0)).startsWith("{\"pair\":\"" + pair + "\",\"type\":\"snapshot\",\"bids\":[[");
            assertThat(values.stream().skip(1)).allMatch(value -> value.contains("\"type\":\"update\""));
        }
        assertThat(run.metrics.totalReconnects()).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"BOOK_BAD_CHECKSUM", "BOOK_MISSED_UPDATE"})
    void requestsOnlyTheBrokenBookAgain(Fault fault) throws InterruptedException {
        VirtualTimeRun run = new VirtualTimeRun(simulator, 1, Map.of("channels", "trade,book"));
        run.run(Duration.ofSeconds(10));
        run.books.clear();
        simulator.inject(fault);
        run.run(Duration.ofSeconds(20));
        List<String> broken = values(run, "rawbook", "XBT/USD");
        int mismatch = firstIndex(broken, "\"checksum_ok\":false");
        int snapshot = firstIndex(broken, "\"type\":\"snapshot\"");
        assertThat(mismatch).isNotNegative();
        assertThat(snapshot).isGreaterThan(mismatch);
        assertThat(broken.subList(snapshot, broken.size()))
                .hasSizeGreaterThan(20)
                .allMatch(value -> value.contains("\"checksum_ok\":true"));
        assertThat(values(run, "rawbook", "ETH/USD"))
                .allMatch(value -> value.contains("\"type\":\"update\"") && value.contains("\"checksum_ok\":true"));
        assertThat(run.metrics.totalReconnects()).isZero();
        assertThat(run.metrics.resubscriptions.sum()).isEqualTo(1);
        assertThat(run.received("BTC/USD")).isEqualTo(run.expected("BTC/USD"));
    }

    private static int firstIndex(List<String> values, String part) {
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i).contains(part)) {
                return i;
            }
        }
        return -1;
    }

    @Test
    void sendsASnapshotAfterEachReconnect() throws InterruptedException {
        VirtualTimeRun run = new VirtualTimeRun(simulator, 1, Map.of("channels", "book"));
        run.run(Duration.ofSeconds(10));
        simulator.inject(Fault.CLOSE_1006);
        run.run(Duration.ofSeconds(10));
        List<String> values = values(run, "rawbook", "XBT/USD");
        assertThat(values.stream().filter(value -> value.contains("\"type\":\"snapshot\"")))
                .hasSize(2);
        assertThat(values).allMatch(value -> value.contains("\"checksum_ok\":true"));
    }

    @Test
    void requestsABookAgainWhoseMessagesDidNotFitIntoTheQueue() throws InterruptedException {
        VirtualTimeRun run = new VirtualTimeRun(simulator, 1, Map.of("channels", "book", "queue.max.records", "1"));
        run.run(Duration.ofSeconds(60));
        assertThat(run.metrics.resubscriptions.sum()).isPositive();
        assertThat(values(run, "rawbook", "XBT/USD")).allMatch(value -> value.contains("\"checksum_ok\":true"));
    }

    @Test
    void writesTheBestPricesAtTheInterval() throws InterruptedException {
        VirtualTimeRun run =
                new VirtualTimeRun(simulator, 1, Map.of("channels", "book", "book.top.interval.ms", "1000"));
        run.run(Duration.ofSeconds(30));
        List<String> values = values(run, "rawbooktop", "XBT/USD");
        assertThat(values).hasSizeBetween(25, 30);
        assertThat(values)
                .allMatch(value -> value.matches("\\{\"pair\":\"XBT/USD\",\"bid\":[0-9.]+,\"bid_qty\":[0-9.]+,"
                        + "\"ask\":[0-9.]+,\"ask_qty\":[0-9.]+,\"spread\":[0-9.]+,\"imbalance\":-?[0-9.]+,"
                        + "\"timestamp\":[0-9.]+}"));
    }
}
