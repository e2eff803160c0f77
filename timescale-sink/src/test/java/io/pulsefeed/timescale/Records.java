package io.pulsefeed.timescale;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;

/** Creates records as a worker with ByteArrayConverter delivers them. */
public final class Records {

    /** 2026-09-25 21:35:06 UTC. */
    public static final long SECOND = 1_790_372_106L;

    private Records() {}

    public static SinkRecord json(String topic, long offset, String json) {
        return value(
                topic, 0, offset, json == null ? null : json.getBytes(StandardCharsets.UTF_8), new ConnectHeaders());
    }

    public static SinkRecord value(String topic, int partition, long offset, Object value, ConnectHeaders headers) {
        return new SinkRecord(
                topic, partition, null, "key", null, value, offset, SECOND * 1000, TimestampType.CREATE_TIME, headers);
    }

    /** A trade with the ID 1000 + offset. */
    public static SinkRecord trade(int partition, int offset) {
        String json = String.format(
                Locale.ROOT,
                "{\"pair\":\"XBT/USD\",\"price\":%d.1,\"volume\":0.25,\"timestamp\":%d.%06d,\"side\":\"b\"}",
                57_000 + offset,
                SECOND,
                offset);
        ConnectHeaders headers = new ConnectHeaders();
        headers.addLong("kraken.trade_id", 1000L + offset + partition * 10_000_000L);
        return value("rawtrade", partition, offset, json.getBytes(StandardCharsets.UTF_8), headers);
    }

    public static List<SinkRecord> trades(int partition, int count) {
        List<SinkRecord> trades = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            trades.add(trade(partition, i));
        }
        return trades;
    }
}
