package io.pulsefeed.kraken.record;

import io.pulsefeed.commons.delivery.ReceiveTime;
import io.pulsefeed.kraken.config.ValueFormat;
import io.pulsefeed.kraken.wire.OrderType;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.Trade;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.source.SourceRecord;

/** Converts the trades of one pair to records: {@code {"pair":..,"price":..,"volume":..,"timestamp":..,"side":"b"}}. */
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

    private final RecordTemplate template;
    private final byte[] head;
    private final JsonText json = new JsonText();

    /** @param key the spelling of the pair in the record key and in the field {@code pair} */
    public TradeRecords(String topic, Pair pair, String key, ValueFormat format) {
        this(topic, key, format, Offsets.partition("trade", pair));
    }

    /** For a stream of trades with its own source partition. */
    public TradeRecords(String topic, String key, ValueFormat format, Map<String, Object> partition) {
        this.template = new RecordTemplate(topic, key, format, SCHEMA, partition);
        this.head = JsonText.utf8("{\"pair\":\"" + key + "\",\"price\":");
    }

    /** @param skippedBefore number of trades skipped before this one */
    public SourceRecord record(Trade trade, long skippedBefore) {
        return record(trade, skippedBefore, Offsets.trade(trade.id(), trade.timeEpochNs()));
    }

    public SourceRecord record(Trade trade, long skippedBefore, Map<String, Object> offset) {
        return template.record(
                offset,
                template.isJson() ? json(trade) : struct(trade),
                trade.timeEpochNs(),
                headers(trade, skippedBefore));
    }

    private byte[] json(Trade trade) {
        return json.clear()
                .raw(head)
                .ascii(trade.price())
                .raw(VOLUME)
                .ascii(trade.volume())
                .raw(TIMESTAMP)
                .seconds(trade.timeEpochNs())
                .raw(trade.buy() ? BUY : SELL)
                .toBytes();
    }

    private Struct struct(Trade trade) {
        return new Struct(SCHEMA)
                .put("pair", template.key())
                .put("price", Double.valueOf(trade.price()))
                .put("volume", Double.valueOf(trade.volume()))
                .put("timestamp", EpochSeconds.of(trade.timeEpochNs()))
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
        ReceiveTime.addTo(headers, trade.recvEpochNs());
        if (skippedBefore > 0) {
            headers.addLong("kraken.gap_before", skippedBefore);
        }
        return headers;
    }
}
