package io.pulsefeed.kraken.record;

import io.pulsefeed.kraken.config.ValueFormat;
import io.pulsefeed.kraken.wire.OrderType;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.Trade;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.source.SourceRecord;

/** Turns one pair's trades into records: {@code {"pair":..,"price":..,"volume":..,"timestamp":..,"side":"b"}}. */
public final class TradeRecords {

    static final Schema SCHEMA = SchemaBuilder.struct()
            .name("io.pulsefeed.kraken.Trade")
            .version(1)
            .field("pair", Schema.STRING_SCHEMA)
            .field("price", Schema.FLOAT64_SCHEMA)
            .field("volume", Schema.FLOAT64_SCHEMA)
            .field("timestamp", Schema.FLOAT64_SCHEMA)
            .field("side", Schema.STRING_SCHEMA)
            .build();

    private static final byte[] VOLUME = JsonText.utf8(",\"volume\":");
    private static final byte[] TIMESTAMP = JsonText.utf8(",\"timestamp\":");
    private static final byte[] BUY = JsonText.utf8(",\"side\":\"b\"}");
    private static final byte[] SELL = JsonText.utf8(",\"side\":\"s\"}");

    private final String topic;
    private final String key;
    private final ValueFormat format;
    private final Map<String, Object> partition;
    private final byte[] head;
    private final JsonText json = new JsonText();

    /** @param key the pair's name as the user wants to see it, key and {@code pair} field of each record */
    public TradeRecords(String topic, Pair pair, String key, ValueFormat format) {
        this(topic, key, format, Offsets.partition("trade", pair));
    }

    /** For a stream of trades that keeps its place under another source partition. */
    public TradeRecords(String topic, String key, ValueFormat format, Map<String, Object> partition) {
        this.topic = topic;
        this.key = key;
        this.format = format;
        this.partition = partition;
        this.head = JsonText.utf8("{\"pair\":\"" + key + "\",\"price\":");
    }

    /** @param skippedBefore how many trades before this one were given up */
    public SourceRecord record(Trade trade, long skippedBefore) {
        return record(trade, skippedBefore, Offsets.trade(trade.id(), trade.timeNanos()));
    }

    public SourceRecord record(Trade trade, long skippedBefore, Map<String, Object> offset) {
        boolean text = format == ValueFormat.JSON;
        return new SourceRecord(
                partition,
                offset,
                topic,
                null,
                Schema.STRING_SCHEMA,
                key,
                text ? Schema.BYTES_SCHEMA : SCHEMA,
                text ? json(trade) : struct(trade),
                TimeUnit.NANOSECONDS.toMillis(trade.timeNanos()),
                headers(trade, skippedBefore));
    }

    private byte[] json(Trade trade) {
        return json.clear()
                .raw(head)
                .ascii(trade.price())
                .raw(VOLUME)
                .ascii(trade.volume())
                .raw(TIMESTAMP)
                .seconds(trade.timeNanos())
                .raw(trade.buy() ? BUY : SELL)
                .toBytes();
    }

    private Struct struct(Trade trade) {
        return new Struct(SCHEMA)
                .put("pair", key)
                .put("price", Double.valueOf(trade.price()))
                .put("volume", Double.valueOf(trade.volume()))
                .put("timestamp", EpochSeconds.of(trade.timeNanos()))
                .put("side", trade.buy() ? "b" : "s");
    }

    private static Headers headers(Trade trade, long skippedBefore) {
        ConnectHeaders headers = new ConnectHeaders();
        if (trade.id() != Trade.NO_ID) {
            headers.addLong("kraken.trade_id", trade.id());
        }
        if (trade.orderType() != OrderType.UNKNOWN) {
            headers.addString("kraken.ord_type", trade.orderType().text());
        }
        headers.addString("kraken.origin", trade.origin().text());
        if (skippedBefore > 0) {
            headers.addLong("kraken.gap_before", skippedBefore);
        }
        return headers;
    }
}
