package io.pulsefeed.kraken.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.kraken.client.TradeHistory;
import io.pulsefeed.kraken.config.KrakenSourceConnectorConfig;
import io.pulsefeed.kraken.metrics.SourceMetrics;
import io.pulsefeed.kraken.record.Offsets;
import io.pulsefeed.kraken.wire.KrakenApiException;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.RestParser;
import io.pulsefeed.kraken.wire.RestTicker;
import io.pulsefeed.kraken.wire.Trade;
import io.pulsefeed.kraken.wire.TradesPage;
import io.pulsefeed.kraken.wire.TradesQuery;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Single trades with an odd time neither end a backfill early nor move the position of a restart. */
class BackfillOddTimesTest {

    private static final Pair PAIR = Pair.parse("XBT/USD");
    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2026-01-02T00:00:00Z");
    private static final Instant NOW = Instant.parse("2026-02-01T00:00:00Z");
    private static final int PAGE = RestParser.PAGE_ROWS;

    /** Trades at a regular interval, from an hour before the period to an hour after it; ids start at 1. */
    private static final Duration MARGIN = Duration.ofHours(1);

    private static final long DAY_NS = Duration.ofDays(1).toNanos();

    private final Map<Long, Long> oddTimes = new HashMap<>();
    private final Map<Long, Long> oddIds = new HashMap<>();
    private int count;
    private int requests;
    private int pageRows = PAGE;
    private int emptyAnswer;

    private static long epochNs(Instant time) {
        return time.getEpochSecond() * 1_000_000_000L;
    }

    private long trueTimeNs(long id) {
        long spanNs = epochNs(TO.plus(MARGIN)) - epochNs(FROM.minus(MARGIN));
        return epochNs(FROM.minus(MARGIN)) + spanNs / count * (id - 1) + 123_456_000;
    }

    private List<Long> periodIds() {
        return LongStream.rangeClosed(1, count)
                .filter(id -> trueTimeNs(id) >= epochNs(FROM) && trueTimeNs(id) < epochNs(TO))
                .boxed()
                .toList();
    }

    /** Kraken locates rows by their true time, and prints the odd one. */
    private TradesPage page(TradesQuery query) {
        assertThat(++requests).as("requests").isLessThan(500);
        List<Long> ids = LongStream.rangeClosed(1, count)
                .filter(id -> trueTimeNs(id) >= query.sinceEpochNs())
                .limit(requests == emptyAnswer ? 0 : pageRows)
                .boxed()
                .toList();
        String rows = ids.stream()
                .map(id -> "[\"1.0\",\"2.0\"," + seconds(oddTimes.getOrDefault(id, trueTimeNs(id)))
                        + ",\"b\",\"m\",\"\"," + oddIds.getOrDefault(id, id) + "]")
                .collect(Collectors.joining(","));
        long last = ids.isEmpty() ? query.sinceEpochNs() : ids.get(ids.size() - 1);
        long cursor = ids.isEmpty() ? last : oddTimes.getOrDefault(last, trueTimeNs(last));
        try {
            return RestParser.tradesPage(
                    PAIR, "{\"error\":[],\"result\":{\"XXBTZUSD\":[" + rows + "],\"last\":\"" + cursor + "\"}}");
        } catch (KrakenApiException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String seconds(long epochNs) {
        return BigDecimal.valueOf(epochNs, 9).toPlainString();
    }

    /** Runs from the stored offset until {@code records} are sent; returns them. */
    private List<SourceRecord> run(Map<String, Object> stored, int max) {
        KrakenSourceConnectorConfig config = new KrakenSourceConnectorConfig(
                Map.of("pairs", "XBT/USD", "backfill.from", FROM.toString(), "backfill.to", TO.toString()));
        PipelineSettings settings = PipelineSettings.of(config);
        List<TradesQuery> queries = new ArrayList<>();
        Backfill backfill = new Backfill(
                PAIR,
                Backfill.Range.of(config.backfill()),
                settings,
                new TradeHistory() {
                    @Override
                    public void request(TradesQuery query, Callback callback) {
                        queries.add(query);
                    }

                    @Override
                    public void requestTicker(Pair pair, Consumer<RestTicker> callback) {
                        throw new IllegalStateException("a backfill requests no ticker");
                    }
                },
                new EventQueue(config.queue()),
                new SourceMetrics(),
                Clock.fixed(NOW, ZoneOffset.UTC),
                () -> 0);
        backfill.resume(stored);
        List<SourceRecord> out = new ArrayList<>();
        while (!backfill.isDone() && out.size() < max) {
            backfill.proceed(Long.MAX_VALUE, Trade.NO_ID);
            if (!queries.isEmpty()) {
                backfill.onPage(page(queries.remove(0)));
            }
            backfill.drainTo(out, max);
        }
        return out;
    }

    @SuppressWarnings("unchecked")
    private List<Long> idsAcrossRestarts(int recordsPerRun) {
        List<Long> ids = new ArrayList<>();
        Map<String, Object> stored = null;
        while (stored == null || !BackfillProgress.isComplete(stored)) {
            List<SourceRecord> records = run(stored, recordsPerRun);
            records.forEach(record -> ids.add(
                    (Long) record.headers().lastWithName("kraken.trade_id").value()));
            stored = (Map<String, Object>) records.get(records.size() - 1).sourceOffset();
            assertThat((Long) stored.get(Offsets.TIME)).isBetween(epochNs(FROM), epochNs(TO) - 1);
        }
        assertThat(stored.get(Offsets.TRADES)).isEqualTo((long) ids.size());
        long outside = oddTimes.entrySet().stream()
                .filter(entry -> ids.contains(entry.getKey()))
                .filter(entry -> entry.getValue() < epochNs(FROM) || entry.getValue() >= epochNs(TO))
                .count();
        assertThat(stored.getOrDefault(Offsets.OUTSIDE, 0L)).isEqualTo(outside);
        return ids;
    }

    @Test
    void pagesWithFewerRowsDoNotEndThePeriod() {
        count = 3_500;
        pageRows = 700;
        assertThat(idsAcrossRestarts(Integer.MAX_VALUE)).isEqualTo(periodIds());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void anAnswerWithoutTradesDoesNotEndThePeriod(int number) {
        count = 3_500;
        emptyAnswer = number;
        assertThat(idsAcrossRestarts(Integer.MAX_VALUE)).isEqualTo(periodIds());
    }

    /** @param distanceNs from the true time: within the period, after it, in another year, or before 1970 */
    @ParameterizedTest
    @ValueSource(longs = {3_600_000_000_000L, 86_400_000_000_000L, 31_536_000_000_000_000L, -86_400_000_000_000L})
    void anOddTimeDoesNotEndThePeriod(long distanceNs) {
        count = 3_500;
        List<Long> expected = periodIds();
        for (int index : new int[] {1, 700, expected.size() - 20}) {
            requests = 0;
            oddTimes.clear();
            oddTimes.put(expected.get(index), trueTimeNs(expected.get(index)) + distanceNs);
            assertThat(idsAcrossRestarts(Integer.MAX_VALUE)).isEqualTo(expected);
        }
    }

    /** An odd id, or two rows in the wrong order, at any place of a page do not hide the trades after it. */
    @ParameterizedTest
    @ValueSource(longs = {5_000, -400, 1})
    void anOddIdHidesNoTrades(long distance) {
        count = 3_500;
        List<Long> expected = periodIds();
        for (int index : new int[] {0, 1, 700, PAGE - 2, PAGE - 1, PAGE, expected.size() - 40}) {
            long id = expected.get(index);
            requests = 0;
            oddIds.clear();
            oddIds.put(id, id + distance);
            if (distance == 1) {
                oddIds.put(id + 1, id);
            }
            assertThat(idsAcrossRestarts(Integer.MAX_VALUE)).as("row " + index).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {5_000, -400, 90_000_000})
    void adjacentOddIdsHideNoTrades(long distance) {
        count = 3_500;
        List<Long> expected = periodIds();
        for (int index : new int[] {1, 700, PAGE - 4, PAGE + 3, expected.size() - 40}) {
            requests = 0;
            oddIds.clear();
            for (long id = expected.get(index); id < expected.get(index) + 3; id++) {
                oddIds.put(id, id + distance);
            }
            assertThat(idsAcrossRestarts(Integer.MAX_VALUE)).as("row " + index).isEqualTo(expected);
        }
    }

    /** The last row of a full page has no row after it. */
    @Test
    void anOddTimeAtTheEndOfAPageDoesNotEndThePeriod() {
        count = 3_500;
        List<Long> expected = periodIds();
        oddTimes.put(expected.get(0) + PAGE - 1, epochNs(NOW));
        oddTimes.put(expected.get(0) + PAGE - 2, epochNs(NOW));
        assertThat(idsAcrossRestarts(Integer.MAX_VALUE)).isEqualTo(expected);
    }

    /** A time in the period of a trade after it does not extend the period. */
    @Test
    void anOddTimeAfterThePeriodDoesNotExtendIt() {
        count = 3_500;
        List<Long> expected = periodIds();
        oddTimes.put(expected.get(expected.size() - 1) + 40, epochNs(TO) - DAY_NS / 2);
        assertThat(idsAcrossRestarts(Integer.MAX_VALUE)).isEqualTo(expected);
    }

    @Property(tries = 150)
    void everyTradeOfThePeriodIsSentOnceInOrder(
            @ForAll @IntRange(min = 50, max = 4_000) int trades,
            @ForAll @Size(max = 3) List<@IntRange(min = 5, max = 80) Integer> oddPercents,
            @ForAll @LongRange(min = -400, max = 400) long days,
            @ForAll @IntRange(min = 300, max = 5_000) int recordsPerRun) {
        count = trades;
        requests = 0;
        oddTimes.clear();
        List<Long> expected = periodIds();
        for (int percent : oddPercents) {
            long id = expected.get(expected.size() * percent / 100);
            oddTimes.put(id, trueTimeNs(id) + days * DAY_NS);
        }
        assertThat(idsAcrossRestarts(recordsPerRun)).isEqualTo(expected);
    }
}
