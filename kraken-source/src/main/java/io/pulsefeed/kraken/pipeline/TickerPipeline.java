package io.pulsefeed.kraken.pipeline;

import io.pulsefeed.kraken.alert.Alert;
import io.pulsefeed.kraken.alert.AlertRule;
import io.pulsefeed.kraken.alert.PriceChange;
import io.pulsefeed.kraken.alert.PriceReference;
import io.pulsefeed.kraken.metrics.SourceMetrics;
import io.pulsefeed.kraken.record.AlertRecords;
import io.pulsefeed.kraken.record.Offsets;
import io.pulsefeed.kraken.record.TickerRecords;
import io.pulsefeed.kraken.wire.Origin;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.Ticker;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.source.SourceRecord;

/** The tickers of one pair, with their price change, and the alerts that follow from them. Used by the task's thread. */
final class TickerPipeline {

    /** A price from before a longer pause says nothing about the market's move now. */
    private static final long STORED_PRICE_MILLIS = TimeUnit.MINUTES.toMillis(10);

    private final TickerRecords records;
    private final AlertRecords alertRecords;
    private final PriceReference reference;
    private final AlertRule rule;
    private final SourceMetrics stats;
    private final Clock clock;

    TickerPipeline(Pair pair, PipelineSettings settings, SourceMetrics stats, Clock clock) {
        String key = settings.spelling().apply(pair);
        this.records = new TickerRecords(
                settings.output().tickerTopic(), pair, key, settings.output().valueFormat());
        this.alertRecords = new AlertRecords(
                settings.output().alertTopic(), pair, key, settings.output().valueFormat());
        this.reference = settings.priceChange().get();
        this.rule = new AlertRule(settings.alerts().apply(pair));
        this.stats = stats;
        this.clock = clock;
    }

    /** Takes up the price of the last record before a restart, unless it is too old. */
    void resume(Map<String, Object> offset) {
        Long nanos = Offsets.number(offset, Offsets.TIME);
        String last = Offsets.decimal(offset, Offsets.LAST);
        if (nanos != null
                && last != null
                && clock.millis() - TimeUnit.NANOSECONDS.toMillis(nanos) <= STORED_PRICE_MILLIS) {
            reference.resume(new BigDecimal(last), nanos);
        }
    }

    /** Adds the ticker's record and, behind it, an alert when the price moved enough. */
    void accept(Ticker ticker, boolean online, List<SourceRecord> out) {
        Ticker timed = ticker.timeNanos() == Ticker.NO_TIME
                ? ticker.at(TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                : ticker;
        BigDecimal last = new BigDecimal(timed.last());
        BigDecimal change = reference.change(last, timed.timeNanos(), timed.dayChange());
        out.add(records.record(timed, PriceChange.rounded(change)));
        stats.tickers.increment();
        Alert alert = rule.next(last, timed.timeNanos(), online && timed.origin() != Origin.SNAPSHOT);
        if (alert != null) {
            out.add(alertRecords.record(timed, alert));
            stats.alerts.increment();
        }
    }
}
