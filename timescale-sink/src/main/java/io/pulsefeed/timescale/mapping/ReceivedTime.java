package io.pulsefeed.timescale.mapping;

import io.pulsefeed.commons.delivery.ReceiveTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * When the data of a record was received: the header {@code recv_ns}, which the sources write with {@code receive.time.enabled}, else
 * the time at which the sink reads the record. A header that is not a plausible time is ignored, because the data is still valid.
 */
final class ReceivedTime {

    /** Clocks of two hosts differ by less. */
    private static final long MAX_AHEAD_MICROS = Duration.ofDays(1).toNanos() / 1000;

    private ReceivedTime() {}

    /** @return microseconds since 1970, rounded up, so that a row counts as known only when its data had been received */
    static long epochMicros(SinkRecord record, long nowEpochMs) {
        long nowMicros = nowEpochMs * 1000;
        Header header = record.headers().lastWithName(ReceiveTime.HEADER);
        long micros = header == null ? 0 : -Math.floorDiv(-nanos(header.value()), 1000L);
        return micros > 0 && micros <= nowMicros + MAX_AHEAD_MICROS ? micros : nowMicros;
    }

    /** The header converter determines the type. @return 0 if it is not an integer */
    private static long nanos(@Nullable Object value) {
        if (value instanceof Long number) {
            return number;
        }
        String text = value instanceof byte[] bytes
                ? new String(bytes, StandardCharsets.UTF_8)
                : value instanceof String string ? string : "";
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
