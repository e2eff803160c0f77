package io.pulsefeed.kraken.pipeline;

import io.pulsefeed.commons.metrics.LogThrottle;
import io.pulsefeed.commons.time.MonotonicClock;
import io.pulsefeed.kraken.metrics.SourceMetrics;
import io.pulsefeed.kraken.record.RecordTime;
import io.pulsefeed.kraken.wire.Pair;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.source.SourceRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts and logs records whose event time is too far ahead of this worker's clock to be their Kafka timestamp. */
final class ClockCheck {

    private static final Logger LOG = LoggerFactory.getLogger(ClockCheck.class);

    private final Pair pair;
    private final SourceMetrics metrics;
    private final LogThrottle throttledLog;

    ClockCheck(Pair pair, SourceMetrics metrics, MonotonicClock monotonic) {
        this.pair = pair;
        this.metrics = metrics;
        this.throttledLog = new LogThrottle(LOG, monotonic);
    }

    SourceRecord checked(SourceRecord record, long timeEpochNs) {
        if (RecordTime.isClamped(timeEpochNs, record.timestamp())) {
            metrics.timestampsClamped.increment();
            Duration ahead = Duration.ofMillis(TimeUnit.NANOSECONDS.toMillis(timeEpochNs) - record.timestamp());
            throttledLog.warn(
                    "ahead",
                    pair + ": event times are " + ahead.toSeconds()
                            + " s ahead of this worker's clock; using the clock as"
                            + " record timestamp. Check the clock of this host");
        }
        return record;
    }
}
