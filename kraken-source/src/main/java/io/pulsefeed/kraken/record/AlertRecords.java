package io.pulsefeed.kraken.record;

import io.pulsefeed.kraken.alert.Alert;
import io.pulsefeed.kraken.alert.PriceChange;
import io.pulsefeed.kraken.config.ValueFormat;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.Ticker;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/** Turns one pair's alerts into records: {@code {"pair":..,"type":..,"last":..,"change":..,"threshold":..,"timestamp":..}}. */
public final class AlertRecords {

    static final Schema SCHEMA = SchemaBuilder.struct()
            .name("io.pulsefeed.kraken.Alert")
            .version(1)
            .field("pair", Schema.STRING_SCHEMA)
            .field("type", Schema.STRING_SCHEMA)
            .field("last", Schema.FLOAT64_SCHEMA)
            .field("change", Schema.FLOAT64_SCHEMA)
            .field("threshold", Schema.FLOAT64_SCHEMA)
            .field("timestamp", Schema.FLOAT64_SCHEMA)
            .build();

    private final String topic;
    private final String key;
    private final ValueFormat format;
    private final Map<String, Object> partition;
    private final JsonText json = new JsonText();

    public AlertRecords(String topic, Pair pair, String key, ValueFormat format) {
        this.topic = topic;
        this.key = key;
        this.format = format;
        this.partition = Offsets.partition("ticker", pair);
    }

    /** @param ticker the one that fired; the alert keeps its place in the stream of tickers */
    public SourceRecord record(Ticker ticker, Alert alert) {
        boolean text = format == ValueFormat.JSON;
        return new SourceRecord(
                partition,
                Offsets.ticker(ticker.last(), ticker.timeNanos()),
                topic,
                null,
                Schema.STRING_SCHEMA,
                key,
                text ? Schema.BYTES_SCHEMA : SCHEMA,
                text ? json(ticker, alert) : struct(ticker, alert),
                TimeUnit.NANOSECONDS.toMillis(ticker.timeNanos()));
    }

    private byte[] json(Ticker ticker, Alert alert) {
        return json.clear()
                .ascii("{\"pair\":\"")
                .ascii(key)
                .ascii("\",\"type\":\"")
                .ascii(alert.type().text())
                .ascii("\",\"last\":")
                .ascii(ticker.last())
                .ascii(",\"change\":")
                .ascii(PriceChange.rounded(alert.change()).toPlainString())
                .ascii(",\"threshold\":")
                .ascii(alert.threshold().toPlainString())
                .ascii(",\"timestamp\":")
                .seconds(ticker.timeNanos())
                .ascii("}")
                .toBytes();
    }

    private Struct struct(Ticker ticker, Alert alert) {
        return new Struct(SCHEMA)
                .put("pair", key)
                .put("type", alert.type().text())
                .put("last", Double.valueOf(ticker.last()))
                .put("change", PriceChange.rounded(alert.change()).doubleValue())
                .put("threshold", alert.threshold().doubleValue())
                .put("timestamp", EpochSeconds.of(ticker.timeNanos()));
    }
}
