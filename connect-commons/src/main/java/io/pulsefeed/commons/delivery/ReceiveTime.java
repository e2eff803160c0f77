package io.pulsefeed.commons.delivery;

import io.pulsefeed.commons.config.ConfigKey;
import io.pulsefeed.commons.metrics.TaskMetrics;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * The receive time of data as a record header, and the lags that result from it. The receive time is the wall clock before the data
 * is parsed. Thread-safe.
 *
 * <pre>
 *   event time ---- receive-lag ----> receive time ---- processing-lag ----> poll() returns the record
 * </pre>
 */
public final class ReceiveTime {

    /** Nanoseconds since 1970. */
    public static final String HEADER = "recv_ns";

    /** The receive time of data without one. */
    public static final long UNKNOWN = 0;

    /** Takes no times. */
    public static final ReceiveTime NONE = new ReceiveTime(false, Clock.systemUTC());

    private static final String ENABLED = "receive.time.enabled";

    private final boolean enabled;
    private final Clock clock;
    private volatile long receiveLagMs;
    private volatile long processingLagMs;

    public ReceiveTime(boolean enabled, Clock clock) {
        this.enabled = enabled;
        this.clock = clock;
    }

    /** Adds the key that enables the header. */
    public static void addTo(ConfigDef definition, String group) {
        ConfigKey.of(ENABLED, Type.BOOLEAN)
                .defaultsTo(false)
                .importance(Importance.LOW)
                .displayedAs("Receive time header")
                .documentedAs(
                        """
                        Adds the header recv_ns to every record: the wall clock of the worker when the data arrived, before it
                        was parsed, in nanoseconds since 1970. Also enables the metrics receive-lag-ms and processing-lag-ms.""")
                .addTo(definition, group);
    }

    /** Whether the header is enabled in {@code config}. */
    public static boolean isEnabled(AbstractConfig config) {
        return config.getBoolean(ENABLED);
    }

    /** The current time in nanoseconds since 1970, or {@link #UNKNOWN} if the header is disabled. */
    public long nowEpochNs() {
        return enabled ? epochNs(clock.instant()) : UNKNOWN;
    }

    /** A time that was taken at the arrival, or {@link #UNKNOWN} if the header is disabled. */
    public long of(Instant received) {
        return enabled ? epochNs(received) : UNKNOWN;
    }

    private static long epochNs(Instant instant) {
        return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
    }

    /** Adds the header, unless the time is {@link #UNKNOWN}. */
    public static void addTo(Headers headers, long recvEpochNs) {
        if (recvEpochNs != UNKNOWN) {
            headers.addLong(HEADER, recvEpochNs);
        }
    }

    public void register(TaskMetrics registry) {
        if (enabled) {
            registry.gauge(
                    "receive-lag-ms", "Receive time minus record timestamp of the last record", () -> receiveLagMs);
            registry.gauge(
                    "processing-lag-ms",
                    "Time from the arrival of the last record until poll()",
                    () -> processingLagMs);
        }
    }

    /** @return {@code records}, which {@code poll()} returns to the worker */
    public @Nullable List<SourceRecord> onReturn(@Nullable List<SourceRecord> records) {
        if (enabled && records != null && !records.isEmpty()) {
            SourceRecord last = records.get(records.size() - 1);
            Header header = last.headers().lastWithName(HEADER);
            if (header != null && header.value() instanceof Long recvEpochNs) {
                long recvEpochMs = TimeUnit.NANOSECONDS.toMillis(recvEpochNs);
                receiveLagMs = last.timestamp() == null ? 0 : recvEpochMs - last.timestamp();
                processingLagMs = clock.millis() - recvEpochMs;
            }
        }
        return records;
    }
}
