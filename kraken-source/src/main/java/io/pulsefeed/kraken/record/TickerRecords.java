package io.pulsefeed.kraken.record;

import io.pulsefeed.kraken.config.ValueFormat;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.Ticker;
import java.math.BigDecimal;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Turns one pair's tickers into records:
 * {@code {"pair":..,"last":..,"bid":..,"ask":..,"volume_24h":..,"timestamp":..,"pct_change":..}}.
 */
public final class TickerRecords {

    static final Schema SCHEMA = SchemaBuilder.struct()
            .name("io.pulsefeed.kraken.Ticker")
            .version(1)
            .field("pair", Schema.STRING_SCHEMA)
            .field("last", Schema.FLOAT64_SCHEMA)
            .field("bid", Schema.FLOAT64_SCHEMA)
            .field("ask", Schema.FLOAT64_SCHEMA)
            .field("volume_24h", Schema.FLOAT64_SCHEMA)
            .field("timestamp", Schema.FLOAT64_SCHEMA)
            .field("pct_change", Schema.OPTIONAL_FLOAT64_SCHEMA)
            .build();

    private final String topic;
    private final String key;
    private final ValueFormat format;
    private final Map<String, Object> partition;
    private final byte[] head;
    private final JsonText json = new JsonText();

    public TickerRecords(String topic, Pair pair, String key, ValueFormat format) {
        this.topic = topic;
        this.key = key;
        this.format = format;
        this.partition = Offsets.partition("ticker", pair);
        this.head = JsonText.utf8("{\"pair\":\"" + key + "\",\"last\":");
    }

    /** @param change percent, already rounded; null where there is nothing to compare with */
    public SourceRecord record(Ticker ticker, BigDecimal change) {
        boolean text = format == ValueFormat.JSON;
        return new SourceRecord(
                partition,
                Offsets.ticker(ticker.last(), ticker.timeNanos()),
                topic,
                null,
                Schema.STRING_SCHEMA,
                key,
                text ? Schema.BYTES_SCHEMA : SCHEMA,
                text ? json(ticker, change) : struct(ticker, change),
                TimeUnit.NANOSECONDS.toMillis(ticker.timeNanos()),
                new ConnectHeaders().addString("kraken.origin", ticker.origin().text()));
    }

    private byte[] json(Ticker ticker, BigDecimal change) {
        return json.clear()
                .raw(head)
                .ascii(ticker.last())
                .ascii(",\"bid\":")
                .ascii(ticker.bid())
                .ascii(",\"ask\":")
                .ascii(ticker.ask())
                .ascii(",\"volume_24h\":")
                .ascii(ticker.volume())
                .ascii(",\"timestamp\":")
                .seconds(ticker.timeNanos())
                .ascii(",\"pct_change\":")
                .ascii(change == null ? "null" : change.toPlainString())
                .ascii("}")
                .toBytes();
    }

    private Struct struct(Ticker ticker, BigDecimal change) {
        return new Struct(SCHEMA)
                .put("pair", key)
                .put("last", Double.valueOf(ticker.last()))
                .put("bid", Double.valueOf(ticker.bid()))
                .put("ask", Double.valueOf(ticker.ask()))
                .put("volume_24h", Double.valueOf(ticker.volume()))
                .put("timestamp", EpochSeconds.of(ticker.timeNanos()))
                .put("pct_change", change == null ? null : (Double) change.doubleValue());
    }
}
