package io.pulsefeed.kraken.record;

import io.pulsefeed.commons.delivery.ReceiveTime;
import io.pulsefeed.kraken.alert.PriceChange;
import io.pulsefeed.kraken.config.TickerFields;
import io.pulsefeed.kraken.config.ValueFormat;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.Ticker;
import java.math.BigDecimal;
import java.time.Clock;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Converts the tickers of one pair to records:
 * {@code {"pair":..,"last":..,"bid":..,"ask":..,"volume_24h":..,"timestamp":..,"pct_change":..}}; extended records continue with
 * {@code "spread":..,"vwap":..,"high":..,"low":..}.
 */
public final class TickerRecords {

    static final Schema SCHEMA = schema("io.pulsefeed.kraken.Ticker").build();

    static final Schema EXTENDED_SCHEMA = schema("io.pulsefeed.kraken.ExtendedTicker")
            .field("spread", Schema.FLOAT64_SCHEMA)
            .field("vwap", Schema.OPTIONAL_FLOAT64_SCHEMA)
            .field("high", Schema.OPTIONAL_FLOAT64_SCHEMA)
            .field("low", Schema.OPTIONAL_FLOAT64_SCHEMA)
            .build();

    private static SchemaBuilder schema(String name) {
        return SchemaBuilder.struct()
                .name(name)
                .version(1)
                .field("pair", Schema.STRING_SCHEMA)
                .field("last", Schema.FLOAT64_SCHEMA)
                .field("bid", Schema.FLOAT64_SCHEMA)
                .field("ask", Schema.FLOAT64_SCHEMA)
                .field("volume_24h", Schema.FLOAT64_SCHEMA)
                .field("timestamp", Schema.FLOAT64_SCHEMA)
                .field("pct_change", Schema.OPTIONAL_FLOAT64_SCHEMA);
    }

    private final boolean extended;
    private final RecordTemplate template;
    private final byte[] head;
    private final JsonText json = new JsonText();

    public TickerRecords(String topic, Pair pair, String key, ValueFormat format, TickerFields fields, Clock clock) {
        this.extended = fields == TickerFields.EXTENDED;
        this.template = new RecordTemplate(
                topic, key, format, extended ? EXTENDED_SCHEMA : SCHEMA, Offsets.partition("ticker", pair), clock);
        this.head = JsonText.utf8("{\"pair\":\"" + key + "\",\"last\":");
    }

    /** @param change percent, unrounded; absent without a price to compare with */
    public SourceRecord record(Ticker ticker, @Nullable BigDecimal change) {
        @Nullable BigDecimal rounded = change == null ? null : PriceChange.rounded(change);
        ConnectHeaders headers = new ConnectHeaders();
        headers.addString("kraken.origin", ticker.origin().text());
        ReceiveTime.addTo(headers, ticker.recvEpochNs());
        return template.record(
                Offsets.ticker(ticker.last(), ticker.timeEpochNs()),
                template.isJson() ? json(ticker, rounded) : struct(ticker, rounded),
                ticker.timeEpochNs(),
                ticker.origin(),
                headers);
    }

    private byte[] json(Ticker ticker, @Nullable BigDecimal change) {
        json.clear()
                .raw(head)
                .ascii(ticker.last())
                .ascii(",\"bid\":")
                .ascii(ticker.bid())
                .ascii(",\"ask\":")
                .ascii(ticker.ask())
                .ascii(",\"volume_24h\":")
                .ascii(ticker.volume())
                .ascii(",\"timestamp\":")
                .seconds(ticker.timeEpochNs())
                .ascii(",\"pct_change\":")
                .ascii(change == null ? "null" : change.toPlainString());
        if (extended) {
            json.ascii(",\"spread\":")
                    .ascii(spread(ticker).toPlainString())
                    .ascii(",\"vwap\":")
                    .ascii(String.valueOf(ticker.day().vwap()))
                    .ascii(",\"high\":")
                    .ascii(String.valueOf(ticker.day().high()))
                    .ascii(",\"low\":")
                    .ascii(String.valueOf(ticker.day().low()));
        }
        return json.ascii("}").toBytes();
    }

    private static BigDecimal spread(Ticker ticker) {
        return new BigDecimal(ticker.ask()).subtract(new BigDecimal(ticker.bid()));
    }

    private static @Nullable Double number(@Nullable String decimal) {
        return decimal == null ? null : Double.valueOf(decimal);
    }

    private Struct struct(Ticker ticker, @Nullable BigDecimal change) {
        Struct struct = new Struct(extended ? EXTENDED_SCHEMA : SCHEMA)
                .put("pair", template.key())
                .put("last", Double.valueOf(ticker.last()))
                .put("bid", Double.valueOf(ticker.bid()))
                .put("ask", Double.valueOf(ticker.ask()))
                .put("volume_24h", Double.valueOf(ticker.volume()))
                .put("timestamp", EpochSeconds.of(ticker.timeEpochNs()))
                .put("pct_change", change == null ? null : (Double) change.doubleValue());
        if (extended) {
            struct.put("spread", spread(ticker).doubleValue())
                    .put("vwap", number(ticker.day().vwap()))
                    .put("high", number(ticker.day().high()))
                    .put("low", number(ticker.day().low()));
        }
        return struct;
    }
}
