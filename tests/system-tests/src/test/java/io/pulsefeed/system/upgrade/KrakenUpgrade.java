package io.pulsefeed.system.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.NumericNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The Kraken source after an upgrade. */
final class KrakenUpgrade {

    private static final String GOLDEN = "golden.";
    private static final String RESUMED = "resumed.";
    private static final Pattern CHANGE = Pattern.compile("\\\\\"change\\\\\":(-?[0-9.]+)");
    private static final double ROUNDING = 0.006;

    private final UpgradeStack stack;
    private final ReleaseFixture fixture;

    KrakenUpgrade(UpgradeStack stack, ReleaseFixture fixture) {
        this.stack = stack;
        this.fixture = fixture;
    }

    void writesSameRecords() throws IOException {
        stack.createTopics(KrakenScenario.topics(GOLDEN));
        try (KrakenScenario kraken = new KrakenScenario()) {
            kraken.run(stack, "golden-kraken", GOLDEN);
            stack.run("golden-backfill", kraken.backfillSettings(GOLDEN + "backfill"));
            stack.awaitRecords(GOLDEN + "backfill", kraken.backfillIds().size());
        }
        stack.delete("golden-kraken");
        stack.delete("golden-backfill");

        List<String> written = KrakenScenario.lines(stack, GOLDEN);
        List<String> earlier = fixture.lines(ReleaseFixture.records("kraken"));
        assertThat(withoutChange(written)).containsExactlyElementsOf(withoutChange(earlier));
        assertThat(changes(written))
                .usingElementComparator((a, b) -> Math.abs(a - b) < ROUNDING ? 0 : Double.compare(a, b))
                .containsExactlyElementsOf(changes(earlier));
        assertThat(KrakenScenario.backfillLines(stack, GOLDEN + "backfill"))
                .containsExactlyElementsOf(fixture.lines(ReleaseFixture.records("kraken-backfill")));
    }

    /** Alerts of 0.1.0 have two decimals of the change, also if the threshold has more. */
    private static List<String> withoutChange(List<String> lines) {
        return lines.stream().map(line -> CHANGE.matcher(line).replaceAll("")).toList();
    }

    private static List<Double> changes(List<String> lines) {
        return lines.stream()
                .flatMap(line -> CHANGE.matcher(line).results())
                .map(change -> Double.valueOf(change.group(1)))
                .toList();
    }

    /** Trades while the connector was down come by REST, later ones by WebSocket: each once, in order. */
    void resumesAfterStoredTrades() throws IOException {
        stack.createTopics(KrakenScenario.topics(RESUMED));
        List<StoredRecord> offsets = SourceOffsets.parse(fixture.lines(ReleaseFixture.offsets("kraken")));
        stack.produce(offsets.stream().map(KrakenUpgrade::recent).toList());
        try (KrakenScenario kraken = new KrakenScenario()) {
            kraken.skip();
            kraken.play(5);
            stack.run("kraken-source", kraken.settings(RESUMED));
            stack.awaitRecords(RESUMED + "rawticker", KrakenScenario.PAIRS.size());
            kraken.play(5);
            Map<String, List<Long>> expected = after(kraken.tradeIds(), storedTrades(offsets));
            int count = expected.values().stream().mapToInt(List::size).sum();

            Map<String, List<Long>> resumed = new TreeMap<>();
            for (StoredRecord trade : stack.awaitRecords(RESUMED + "rawtrade", count)) {
                resumed.computeIfAbsent(trade.key(), pair -> new ArrayList<>()).add(KrakenScenario.tradeId(trade));
                assertThat(trade.headers()).doesNotContain("kraken.gap_before");
            }
            assertThat(resumed).isEqualTo(expected);
            assertThat(stack.records(RESUMED + "rawticker").get(0).json().get("pct_change"))
                    .as("change of the first ticker, compared with the stored price")
                    .isInstanceOf(NumericNode.class);

            resumesBackfill(kraken, offsets);
            PluginMetrics.assertRegistered(stack, fixture, "kraken");
        }
        stack.delete("kraken-source");
        stack.delete("kraken-backfill");
    }

    /** Of a ticker, the stored price counts for some minutes only. */
    private static StoredRecord recent(StoredRecord offset) {
        boolean ticker =
                SourceOffsets.partition(offset).path("channel").asText().equals("ticker");
        return ticker
                ? offset.withValue(value ->
                        value.replaceFirst("\"ts_ns\":\\d+", "\"ts_ns\":" + System.currentTimeMillis() + "000000"))
                : offset;
    }

    private void resumesBackfill(KrakenScenario kraken, List<StoredRecord> offsets) {
        long stored = offset(offsets, "backfill", "XBT/USD");
        List<Long> expected =
                kraken.backfillIds().stream().filter(id -> id > stored).toList();
        assertThat(expected).isNotEmpty();
        stack.run("kraken-backfill", kraken.backfillSettings(RESUMED + "backfill"));

        assertThat(stack.awaitRecords(RESUMED + "backfill", expected.size()).stream()
                        .map(KrakenScenario::tradeId))
                .containsExactlyElementsOf(expected);
    }

    private static Map<String, Long> storedTrades(List<StoredRecord> offsets) {
        Map<String, Long> stored = new HashMap<>();
        KrakenScenario.PAIRS.values().forEach(pair -> stored.put(pair, offset(offsets, "trade", pair)));
        return stored;
    }

    private static long offset(List<StoredRecord> offsets, String channel, String pair) {
        return offsets.stream()
                .filter(offset -> SourceOffsets.partition(offset)
                                .path("channel")
                                .asText()
                                .equals(channel)
                        && SourceOffsets.partition(offset).path("pair").asText().equals(pair))
                .findFirst()
                .orElseThrow()
                .json()
                .required("trade_id")
                .asLong();
    }

    private static Map<String, List<Long>> after(Map<String, List<Long>> trades, Map<String, Long> stored) {
        Map<String, List<Long>> later = new TreeMap<>();
        trades.forEach((pair, ids) ->
                later.put(pair, ids.stream().filter(id -> id > stored.get(pair)).toList()));
        assertThat(later.values()).allSatisfy(ids -> assertThat(ids).isNotEmpty());
        return later;
    }
}
