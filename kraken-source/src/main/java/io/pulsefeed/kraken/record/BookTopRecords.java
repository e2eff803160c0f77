package io.pulsefeed.kraken.record;

import io.pulsefeed.commons.delivery.ReceiveTime;
import io.pulsefeed.kraken.book.BookTop;
import io.pulsefeed.kraken.config.ValueFormat;
import io.pulsefeed.kraken.wire.Origin;
import io.pulsefeed.kraken.wire.Pair;
import java.time.Clock;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Converts the best prices of one order book to records:
 * {@code {"pair":..,"bid":..,"bid_qty":..,"ask":..,"ask_qty":..,"spread":..,"imbalance":..,"timestamp":..}}.
 */
public final class BookTopRecords {

    static final Schema SCHEMA = SchemaBuilder.struct()
            .name("io.pulsefeed.kraken.BookTop")
            .version(1)
            .field("pair", Schema.STRING_SCHEMA)
            .field("bid", Schema.FLOAT64_SCHEMA)
            .field("bid_qty", Schema.FLOAT64_SCHEMA)
            .field("ask", Schema.FLOAT64_SCHEMA)
            .field("ask_qty", Schema.FLOAT64_SCHEMA)
            .field("spread", Schema.FLOAT64_SCHEMA)
            .field("imbalance", Schema.FLOAT64_SCHEMA)
            .field("timestamp", Schema.FLOAT64_SCHEMA)
            .build();

    private final RecordTemplate template;
    private final JsonText json = new JsonText();

    public BookTopRecords(String topic, Pair pair, String key, ValueFormat format, Clock clock) {
        this.template = new RecordTemplate(topic, key, format, SCHEMA, Offsets.partition("book", pair), clock);
    }

    /**
     * @param timeEpochNs event time of the last message of the book
     * @param recvEpochNs its receive time, or {@link ReceiveTime#UNKNOWN}
     */
    public SourceRecord record(BookTop top, long timeEpochNs, long recvEpochNs) {
        ConnectHeaders headers = new ConnectHeaders();
        ReceiveTime.addTo(headers, recvEpochNs);
        return template.record(
                Map.of(Offsets.TIME, timeEpochNs),
                template.isJson() ? json(top, timeEpochNs) : struct(top, timeEpochNs),
                timeEpochNs,
                Origin.LIVE,
                headers);
    }

    private byte[] json(BookTop top, long timeEpochNs) {
        return json.clear()
                .ascii("{\"pair\":\"")
                .ascii(template.key())
                .ascii("\",\"bid\":")
                .ascii(top.bid().price())
                .ascii(",\"bid_qty\":")
                .ascii(top.bid().quantity())
                .ascii(",\"ask\":")
                .ascii(top.ask().price())
                .ascii(",\"ask_qty\":")
                .ascii(top.ask().quantity())
                .ascii(",\"spread\":")
                .ascii(top.spread().toPlainString())
                .ascii(",\"imbalance\":")
                .ascii(top.imbalance().toPlainString())
                .ascii(",\"timestamp\":")
                .seconds(timeEpochNs)
                .ascii("}")
                .toBytes();
    }

    private Struct struct(BookTop top, long timeEpochNs) {
        return new Struct(SCHEMA)
                .put("pair", template.key())
                .put("bid", Double.valueOf(top.bid().price()))
                .put("bid_qty", Double.valueOf(top.bid().quantity()))
                .put("ask", Double.valueOf(top.ask().price()))
                .put("ask_qty", Double.valueOf(top.ask().quantity()))
                .put("spread", top.spread().doubleValue())
                .put("imbalance", top.imbalance().doubleValue())
                .put("timestamp", EpochSeconds.of(timeEpochNs));
    }
}
