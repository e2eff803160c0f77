package io.pulsefeed.kraken.record;

import io.pulsefeed.commons.delivery.ReceiveTime;
import io.pulsefeed.kraken.alert.Alert;
import io.pulsefeed.kraken.alert.PriceChange;
import io.pulsefeed.kraken.config.ValueFormat;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.Ticker;
import java.time.Clock;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.source.SourceRecord;

/** Converts the alerts of one pair to records: {@code {"pair":..,"type":..,"last":..,"change":..,"threshold":..,"timestamp":..}}. */
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

    private final RecordTemplate template;
    private final JsonText json = new JsonText();

    public AlertRecords(String topic, Pair pair, String key, ValueFormat format, Clock clock) {
        this.template = new RecordTemplate(topic, key, format, SCHEMA, Offsets.partition("ticker", pair), clock);
    }

    /** @param ticker the ticker that raised the alert, whose offset the record carries */
    public SourceRecord record(Ticker ticker, Alert alert) {
        Headers headers = RecordTemplate.noHeaders();
        ReceiveTime.addTo(headers, ticker.recvEpochNs());
        return template.record(
                Offsets.ticker(ticker.last(), ticker.timeEpochNs()),
                template.isJson() ? json(ticker, alert) : struct(ticker, alert),
                ticker.timeEpochNs(),
                ticker.origin(),
                headers);
    }

    private byte[] json(Ticker ticker, Alert alert) {
        return json.clear()
                .ascii("{\"pair\":\"")
                .ascii(template.key())
                .ascii("\",\"type\":\"")
                .ascii(alert.type().text())
                .ascii("\",\"last\":")
                .ascii(ticker.last())
                .ascii(",\"change\":")
                .ascii(PriceChange.rounded(alert.change(), alert.threshold()).toPlainString())
                .ascii(",\"threshold\":")
                .ascii(alert.threshold().toPlainString())
                .ascii(",\"timestamp\":")
                .seconds(ticker.timeEpochNs())
                .ascii("}")
                .toBytes();
    }

    private Struct struct(Ticker ticker, Alert alert) {
        return new Struct(SCHEMA)
                .put("pair", template.key())
                .put("type", alert.type().text())
                .put("last", Double.valueOf(ticker.last()))
                .put(
                        "change",
                        PriceChange.rounded(alert.change(), alert.threshold()).doubleValue())
                .put("threshold", alert.threshold().doubleValue())
                .put("timestamp", EpochSeconds.of(ticker.timeEpochNs()));
    }
}
