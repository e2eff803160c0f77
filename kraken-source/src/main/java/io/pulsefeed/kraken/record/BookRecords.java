package io.pulsefeed.kraken.record;

import io.pulsefeed.commons.delivery.ReceiveTime;
import io.pulsefeed.kraken.config.ValueFormat;
import io.pulsefeed.kraken.wire.BookUpdate;
import io.pulsefeed.kraken.wire.BookUpdate.Level;
import io.pulsefeed.kraken.wire.Pair;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Converts the messages of one order book to records:
 * {@code {"pair":..,"type":"snapshot","bids":[[price,quantity],..],"asks":[..],"checksum":..,"checksum_ok":true,"timestamp":..}}.
 */
public final class BookRecords {

    private static final Schema LEVELS_SCHEMA = SchemaBuilder.array(
                    SchemaBuilder.array(Schema.FLOAT64_SCHEMA).build())
            .build();

    static final Schema SCHEMA = SchemaBuilder.struct()
            .name("io.pulsefeed.kraken.Book")
            .version(1)
            .field("pair", Schema.STRING_SCHEMA)
            .field("type", Schema.STRING_SCHEMA)
            .field("bids", LEVELS_SCHEMA)
            .field("asks", LEVELS_SCHEMA)
            .field("checksum", Schema.OPTIONAL_INT64_SCHEMA)
            .field("checksum_ok", Schema.BOOLEAN_SCHEMA)
            .field("timestamp", Schema.FLOAT64_SCHEMA)
            .build();

    private final RecordTemplate template;
    private final JsonText json = new JsonText();

    public BookRecords(String topic, Pair pair, String key, ValueFormat format, Clock clock) {
        this.template = new RecordTemplate(topic, key, format, SCHEMA, Offsets.partition("book", pair), clock);
    }

    /**
     * @param timeEpochNs event time, or the time of receipt if Kraken sent none
     * @param checksumOk whether the book with this message has Kraken's checksum
     * @param recvEpochNs receive time, or {@link ReceiveTime#UNKNOWN}
     */
    public SourceRecord record(BookUpdate update, long timeEpochNs, boolean checksumOk, long recvEpochNs) {
        ConnectHeaders headers = new ConnectHeaders();
        ReceiveTime.addTo(headers, recvEpochNs);
        return template.record(
                Map.of(Offsets.TIME, timeEpochNs),
                template.isJson() ? json(update, timeEpochNs, checksumOk) : struct(update, timeEpochNs, checksumOk),
                timeEpochNs,
                update.origin(),
                headers);
    }

    private static String type(BookUpdate update) {
        return update.isSnapshot() ? "snapshot" : "update";
    }

    private static @Nullable Long checksum(BookUpdate update) {
        return update.checksum() == BookUpdate.NO_CHECKSUM ? null : (Long) update.checksum();
    }

    private byte[] json(BookUpdate update, long timeEpochNs, boolean checksumOk) {
        json.clear()
                .ascii("{\"pair\":\"")
                .ascii(template.key())
                .ascii("\",\"type\":\"")
                .ascii(type(update))
                .ascii("\",\"bids\":");
        levels(update.bids());
        json.ascii(",\"asks\":");
        levels(update.asks());
        return json.ascii(",\"checksum\":")
                .ascii(String.valueOf(checksum(update)))
                .ascii(",\"checksum_ok\":")
                .ascii(checksumOk ? "true" : "false")
                .ascii(",\"timestamp\":")
                .seconds(timeEpochNs)
                .ascii("}")
                .toBytes();
    }

    private void levels(List<Level> levels) {
        json.ascii("[");
        String separator = "[";
        for (Level level : levels) {
            json.ascii(separator)
                    .ascii(level.price())
                    .ascii(",")
                    .ascii(level.quantity())
                    .ascii("]");
            separator = ",[";
        }
        json.ascii("]");
    }

    private Struct struct(BookUpdate update, long timeEpochNs, boolean checksumOk) {
        return new Struct(SCHEMA)
                .put("pair", template.key())
                .put("type", type(update))
                .put("bids", numbers(update.bids()))
                .put("asks", numbers(update.asks()))
                .put("checksum", checksum(update))
                .put("checksum_ok", checksumOk)
                .put("timestamp", EpochSeconds.of(timeEpochNs));
    }

    private static List<List<Double>> numbers(List<Level> levels) {
        return levels.stream()
                .map(level -> List.of(Double.valueOf(level.price()), Double.valueOf(level.quantity())))
                .toList();
    }
}
