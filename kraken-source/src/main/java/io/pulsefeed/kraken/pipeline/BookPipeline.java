package io.pulsefeed.kraken.pipeline;

import io.pulsefeed.commons.metrics.LogThrottle;
import io.pulsefeed.commons.time.MonotonicClock;
import io.pulsefeed.kraken.book.BookTop;
import io.pulsefeed.kraken.book.OrderBook;
import io.pulsefeed.kraken.client.SubscriptionControl;
import io.pulsefeed.kraken.config.BookConfig;
import io.pulsefeed.kraken.metrics.SourceMetrics;
import io.pulsefeed.kraken.record.BookRecords;
import io.pulsefeed.kraken.record.BookTopRecords;
import io.pulsefeed.kraken.wire.BookUpdate;
import io.pulsefeed.kraken.wire.Channel;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.Timestamps;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.connect.source.SourceRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The order book of one pair. Each message is verified with Kraken's checksum; after a mismatch or a lost message the subscription of
 * this pair alone is renewed, which brings a new snapshot. Used by the task thread.
 */
final class BookPipeline {

    private static final Logger LOG = LoggerFactory.getLogger(BookPipeline.class);
    private static final long RENEW_INTERVAL_NS = Duration.ofSeconds(10).toNanos();

    private final Pair pair;
    private final OrderBook book;
    private final BookRecords records;
    private final BookTopRecords topRecords;
    private final long topIntervalNs;
    private final SubscriptionControl control;
    private final SourceMetrics metrics;
    private final Clock clock;
    private final LogThrottle throttledLog;
    private boolean hasSnapshot;
    private boolean broken;
    private boolean changed;
    private long renewedAtMonoNs;
    private long topAtMonoNs;
    private long lastTimeEpochNs;
    private long lastRecvEpochNs;

    BookPipeline(
            Pair pair,
            PipelineSettings settings,
            SubscriptionControl control,
            SourceMetrics metrics,
            Clock clock,
            MonotonicClock monotonic) {
        this.pair = pair;
        BookConfig config = settings.book();
        String key = settings.spelling().apply(pair);
        this.book = new OrderBook(config.depth());
        this.records =
                new BookRecords(config.topic(), pair, key, settings.output().valueFormat(), clock);
        this.topRecords = new BookTopRecords(
                config.topTopic(), pair, key, settings.output().valueFormat(), clock);
        this.topIntervalNs = config.topInterval().toNanos();
        this.control = control;
        this.metrics = metrics;
        this.clock = clock;
        this.throttledLog = new LogThrottle(LOG, monotonic);
        this.topAtMonoNs = monotonic.nowNs();
    }

    /** Adds the record of the message to {@code out}. Updates before the first snapshot are dropped. */
    void accept(BookUpdate update, long recvEpochNs, long nowMonoNs, List<SourceRecord> out) {
        if (!hasSnapshot && !update.isSnapshot()) {
            return;
        }
        hasSnapshot = true;
        broken &= !update.isSnapshot();
        book.apply(update);
        boolean ok = !broken && update.checksum() == book.checksum();
        lastTimeEpochNs = update.timeEpochNs() < 0 ? Timestamps.epochNanos(clock.instant()) : update.timeEpochNs();
        lastRecvEpochNs = recvEpochNs;
        out.add(records.record(update, lastTimeEpochNs, ok, recvEpochNs));
        metrics.bookUpdates.increment();
        changed = true;
        if (!ok) {
            metrics.bookChecksumFailures.increment();
            renew(nowMonoNs, "checksum mismatch");
        }
    }

    /** Messages were lost before they arrived here. */
    void onDropped(long nowMonoNs) {
        hasSnapshot = false;
        renew(nowMonoNs, "message dropped");
    }

    /** Requests the new snapshot again if it has not arrived: the request, or its answer, can be lost. */
    void renewIfDue(long nowMonoNs) {
        if (broken && nowMonoNs - renewedAtMonoNs >= RENEW_INTERVAL_NS && control.isSubscribed(Channel.BOOK, pair)) {
            renew(nowMonoNs, "no snapshot");
        }
    }

    private void renew(long nowMonoNs, String reason) {
        if (broken && nowMonoNs - renewedAtMonoNs < RENEW_INTERVAL_NS) {
            return;
        }
        broken = true;
        renewedAtMonoNs = nowMonoNs;
        throttledLog.warn(reason, pair + ": order book is incomplete (" + reason + "), requesting a new snapshot");
        control.resubscribe(Channel.BOOK, pair);
    }

    /** Adds the best prices to {@code out}, if they are due. */
    void writeTop(long nowMonoNs, List<SourceRecord> out) {
        if (topIntervalNs == 0 || !changed || broken || nowMonoNs - topAtMonoNs < topIntervalNs) {
            return;
        }
        topAtMonoNs = nowMonoNs;
        changed = false;
        BookTop top = book.top();
        if (top != null) {
            out.add(topRecords.record(top, lastTimeEpochNs, lastRecvEpochNs));
        }
    }
}
