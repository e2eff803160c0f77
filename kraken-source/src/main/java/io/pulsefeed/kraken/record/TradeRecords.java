package io.pulsefeed.kraken.record;

import io.pulsefeed.commons.delivery.ReceiveTime;
import io.pulsefeed.kraken.config.ValueFormat;
import io.pulsefeed.kraken.sequence.OrderedTrade;
import io.pulsefeed.kraken.wire.OrderType;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.Trade;
import java.time.Clock;
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
    public TradeRecords(String topic, Pair pair, String key, ValueFormat format, Clock clock) {
        this(topic, key, format, Offsets.partition("trade", pair), clock);
    }

    /** For a stream of trades with its own source partition. */
    public TradeRecords(String topic, String key, ValueFormat format, Map<String, Object> partition) {
        this(topic, key, format, partition, Clock.systemUTC());
    }

    private TradeRecords(String topic, String key, ValueFormat format, Map<String, Object> partition, Clock clock) {
        this.template = new RecordTemplate(topic, key, format, SCHEMA, partition, clock);
        this.head = JsonText.utf8("{\"pair\":\"" + key + "\",\"price\":");
    }

    public SourceRecord record(OrderedTrade ordered) {
        Headers headers = headers(ordered.trade(), ordered.skippedBefore());
        if (ordered.late()) {
            headers.addBoolean("kraken.late", true);
        }
        return record(ordered.trade(), Offsets.trade(ordered), headers);
    }

    /** @param skippedBefore number of trades skipped before this one */
    public SourceRecord record(Trade trade, long skippedBefore, Map<String, Object> offset) {
        return record(trade, offset, headers(trade, skippedBefore));
    }

    private SourceRecord record(Trade trade, Map<String, Object> offset, Headers headers) {
        Object value = template.isJson() ? json(trade) : struct(trade);
        return template.record(offset, value, trade.timeEpochNs(), trade.origin(), headers);
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
