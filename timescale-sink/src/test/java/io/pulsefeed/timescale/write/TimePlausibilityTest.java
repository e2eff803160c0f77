package io.pulsefeed.timescale.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Counts rows whose time probably has a unit other than the one in the mapping; the rows are written. */
class TimePlausibilityTest {

    private static final long RECORD_MS = 1_764_500_000_000L;

    @ParameterizedTest
    @CsvSource({
        "ms, 1764500000, 1", // seconds
        "us, 1764500000000, 1", // milliseconds
        "us, 1764500000, 1", // seconds
        "ns, 1764500000000, 1", // milliseconds
        "ns, 1764500000000000, 1", // microseconds
        "ms, 1764500000000, 0",
        "s, 1764500000, 0",
        "s, 1420070400, 0", // 2015, written today
        "ms, 1420070400, 1", // 2015 in seconds
        "s, 86400, 0", // 1970-01-02: no unit fits
        "ms, 0, 0",
        "auto, 1764500000, 0"
    })
    void countsRowsWhoseUnitIsProbablyWrong(String unit, long time, long expected) {
        assertThat(implausible(unit, time, RECORD_MS)).isEqualTo(expected);
    }

    @Test
    void ignoresRecordsWithoutTimestamp() {
        assertThat(implausible("ms", 1_764_500_000, null)).isZero();
        assertThat(implausible("ms", 1_764_500_000, -1L)).isZero();
    }

    private static long implausible(String unit, long time, Long timestampMs) {
        RowEncoding encoding = new RowEncoding(Map.of("fields.readings", "a:tz:" + unit));
        SinkRecord record = new SinkRecord(
                "readings", 0, null, null, null, "{\"a\":" + time + "}", 0, timestampMs, TimestampType.CREATE_TIME);
        assertThat(encoding.rows(record).get(0)).doesNotStartWith("!");
        return encoding.counts().timesImplausible();
    }
}
