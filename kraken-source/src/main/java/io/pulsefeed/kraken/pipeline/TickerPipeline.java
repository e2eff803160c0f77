package io.pulsefeed.kraken.pipeline;

import io.pulsefeed.commons.time.MonotonicClock;
import io.pulsefeed.kraken.alert.Alert;
import io.pulsefeed.kraken.alert.AlertRule;
import io.pulsefeed.kraken.alert.PriceReference;
import io.pulsefeed.kraken.client.SubscriptionControl;
import io.pulsefeed.kraken.client.TradeHistory;
import io.pulsefeed.kraken.config.OutputConfig;
import io.pulsefeed.kraken.metrics.SourceMetrics;
import io.pulsefeed.kraken.record.AlertRecords;
import io.pulsefeed.kraken.record.Offsets;
import io.pulsefeed.kraken.record.TickerRecords;
import io.pulsefeed.kraken.wire.EventTimeFilter;
import io.pulsefeed.kraken.wire.Origin;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.Ticker;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** The tickers of one pair, with their price changes and alerts. Used by the task thread. */
final class TickerPipeline {

    /** Age above which the price of a stored offset is ignored. */
    private static final long MAX_STORED_PRICE_AGE_MS = TimeUnit.MINUTES.toMillis(10);

    private static final long MAX_AHEAD_NS = TimeUnit.HOURS.toNanos(1);

    private final TickerRecords records;
    private final AlertRecords alertRecords;
    private final PriceReference reference;
    private final AlertRule rule;
    private final SourceMetrics metrics;
    private final Clock clock;
    private final ClockCheck clockCheck;
    private final MonotonicClock monotonic;
    private final TickerLiveness liveness;

    /** A single odd time would empty the windows of prices. */
    private final EventTimeFilter times = new EventTimeFilter();

    TickerPipeline(
            Pair pair,
            PipelineSettings settings,
            TradeHistory rest,
            EventQueue queue,
            SourceMetrics metrics,
            Clock clock,
            MonotonicClock monotonic,
            SubscriptionControl control) {
        OutputConfig output = settings.output();
        String key = settings.spelling().apply(pair);
        this.records =
                new TickerRecords(output.tickerTopic(), pair, key, output.valueFormat(), output.tickerFields(), clock);
        this.alertRecords = new AlertRecords(output.alertTopic(), pair, key, output.valueFormat(), clock);
        this.reference = settings.priceChange().get();
        this.rule = new AlertRule(settings.alerts().apply(pair));
        this.metrics = metrics;
        this.clock = clock;
        this.monotonic = monotonic;
        this.liveness = new TickerLiveness(pair, settings, rest, queue, control, monotonic.nowNs());
        this.clockCheck = new ClockCheck(pair, metrics, monotonic);
    }

    /** Restores the price of a stored offset, unless it is too old. */
    void resume(@Nullable Map<String, Object> offset) {
        Long timeEpochNs = Offsets.number(offset, Offsets.TIME);
        String last = Offsets.decimal(offset, Offsets.LAST);
        if (timeEpochNs != null
                && last != null
                && clock.millis() - TimeUnit.NANOSECONDS.toMillis(timeEpochNs) <= MAX_STORED_PRICE_AGE_MS) {
            reference.resume(new BigDecimal(last), timeEpochNs);
        }
    }

    TickerLiveness liveness() {
        return liveness;
    }

    /** Adds the record of the ticker to {@code out}, followed by an alert if the price change raises one. */
    void accept(Ticker ticker, boolean online, List<SourceRecord> out) {
        liveness.onTicker(ticker, monotonic.nowNs());
        Ticker timed = ticker.timeEpochNs() == Ticker.NO_TIME
                ? ticker.withTime(TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                : ticker;
        BigDecimal last = new BigDecimal(timed.last());
        long nowEpochNs = TimeUnit.MILLISECONDS.toNanos(clock.millis());
        long ruleTimeEpochNs = times.add(timed.timeEpochNs(), nowEpochNs + MAX_AHEAD_NS);
        BigDecimal change = reference.change(last, ruleTimeEpochNs, timed.dayChange());
        out.add(clockCheck.checked(records.record(timed, change), timed.timeEpochNs()));
        metrics.tickers.increment();
        @Nullable Alert alert = rule.evaluate(last, ruleTimeEpochNs, online && timed.origin() != Origin.SNAPSHOT);
        if (alert != null) {
            out.add(alertRecords.record(timed, alert));
            metrics.alerts.increment();
        }
    }
}
