package io.pulsefeed.kraken.feed;

import io.pulsefeed.kraken.alert.PriceChange;
import io.pulsefeed.kraken.metrics.FeedStats;
import io.pulsefeed.kraken.record.Offsets;
import io.pulsefeed.kraken.record.TickerRecords;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.Ticker;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.source.SourceRecord;

/** The tickers of one pair, with their price change. Used by the task's thread. */
final class TickerFeed {

    /** A price from before a longer pause says nothing about the market's move now. */
    private static final long STORED_PRICE_MILLIS = TimeUnit.MINUTES.toMillis(10);

    private final TickerRecords records;
    private final FeedStats stats;
    private final Clock clock;
    private BigDecimal previous;

    TickerFeed(Pair pair, FeedSettings settings, FeedStats stats, Clock clock) {
        this.records = new TickerRecords(
                settings.tickerTopic(), pair, settings.shownAs().apply(pair), settings.format());
        this.stats = stats;
        this.clock = clock;
    }

    /** Takes up the price of the last record before a restart, unless it is too old. */
    void resume(Map<String, Object> offset) {
        Long nanos = Offsets.number(offset, Offsets.TIME);
        if (nanos == null || !(offset.get(Offsets.LAST) instanceof String last)) {
            return;
        }
        if (clock.millis() - TimeUnit.NANOSECONDS.toMillis(nanos) <= STORED_PRICE_MILLIS) {
            previous = new BigDecimal(last);
        }
    }

    void accept(Ticker ticker, List<SourceRecord> out) {
        Ticker timed = ticker.timeNanos() == Ticker.NO_TIME
                ? ticker.at(TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                : ticker;
        BigDecimal last = new BigDecimal(timed.last());
        BigDecimal change = previous == null ? null : PriceChange.percent(last, previous);
        previous = last;
        out.add(records.record(timed, PriceChange.rounded(change)));
        stats.tickers.increment();
    }
}
