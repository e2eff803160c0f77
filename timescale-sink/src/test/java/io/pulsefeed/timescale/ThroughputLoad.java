package io.pulsefeed.timescale;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.sink.SinkRecord;

/** Records for {@link Throughput}. */
final class ThroughputLoad {

    static final String TRADES = "trades";
    static final String SAMPLES = "samples";
    static final String PACKETS = "Emotibit_rawdata";
    static final int SAMPLES_PER_PACKET = 3;

    private ThroughputLoad() {}

    /** Trades whose time is a number of seconds. */
    static List<SinkRecord> trades(int count) {
        return trades(count, i -> json(i, time(i)));
    }

    /** Trades whose time is ISO 8601 text. */
    static List<SinkRecord> isoTrades(int count) {
        return trades(count, i -> json(i, '"' + isoTime(i) + '"'));
    }

    /** Trades as JsonConverter delivers them. */
    static List<SinkRecord> maps(int count) {
        JsonConverter converter = new JsonConverter();
        converter.configure(Map.of("schemas.enable", "false"), false);
        return trades(
                count, i -> converter.toConnectData(TRADES, json(i, time(i))).value());
    }

    /** Trades of which one in 10,000 is not valid. */
    static List<SinkRecord> poisoned(int count) {
        byte[] bad = "{\"pair\":\"XBT/USD\",\"price\":\"nonsense\"}".getBytes(StandardCharsets.UTF_8);
        return trades(count, i -> i % 10_000 == 5_000 ? bad : json(i, time(i)));
    }

    private static List<SinkRecord> trades(int count, IntFunction<Object> values) {
        List<SinkRecord> records = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ConnectHeaders headers = new ConnectHeaders();
            headers.addBytes("kraken.trade_id", Integer.toString(i).getBytes(StandardCharsets.UTF_8));
            records.add(new SinkRecord(
                    TRADES, 0, null, "k", null, values.apply(i), i, 0L, TimestampType.CREATE_TIME, headers));
        }
        return records;
    }

    private static byte[] json(int i, String time) {
        return String.format(
                        Locale.ROOT,
                        "{\"pair\":\"%s\",\"price\":%d.%d,\"volume\":0.%08d,\"timestamp\":%s,\"side\":\"b\"}",
                        CeilingRows.pair(i),
                        57_000 + i % 1000,
                        i % 10,
                        i % 100_000_000,
                        time)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String time(int i) {
        return String.format(Locale.ROOT, "%d.%06d", Records.SECOND + i / 1000, i % 1000 * 1000);
    }

    private static String isoTime(int i) {
        return Instant.ofEpochSecond(Records.SECOND + i / 1000, i % 1000 * 1_000_000L)
                .toString();
    }

    /** EmotiBit packets with three samples each. */
    static List<SinkRecord> packets(String topic, int count) {
        List<SinkRecord> records = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String json = String.format(
                    Locale.ROOT,
                    "{\"device_id\":\"MD-V5-123\",\"session_id\":\"s1\",\"timestamp\":%d.%06d,\"period\":0.040000000,\"emotibit_ts\":%d,"
                            + "\"packet_number\":%d,\"type_tag\":\"PI\",\"reliability\":100,\"values\":[%d,%d,%d],"
                            + "\"packet\":\"%d,%d,3,PI,1,100,1,2,3\",\"time_source\":\"sync\",\"time_uncertainty_ms\":2.500}",
                    Records.SECOND + i / 100,
                    i % 100 * 10_000,
                    i,
                    i,
                    i,
                    i + 1,
                    i + 2,
                    i,
                    i);
            records.add(Records.json(topic, i, json));
        }
        return records;
    }
}
