package io.pulsefeed.kraken.record;

import io.pulsefeed.commons.delivery.ReceiveTime;
import io.pulsefeed.kraken.config.ValueFormat;
import io.pulsefeed.kraken.wire.Instrument.Kind;
import io.pulsefeed.kraken.wire.Origin;
import java.time.Clock;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Converts pairs and assets of Kraken's catalog to records:
 * {@code {"pair":..,"type":"snapshot","instrument":{..},"timestamp":..}}, with {@code "asset"} instead of {@code "pair"} for an asset.
 */
public final class InstrumentRecords {

    static final Schema SCHEMA = SchemaBuilder.struct()
            .name("io.pulsefeed.kraken.Instrument")
            .version(1)
            .field("pair", Schema.OPTIONAL_STRING_SCHEMA)
            .field("asset", Schema.OPTIONAL_STRING_SCHEMA)
            .field("type", Schema.STRING_SCHEMA)
            .field("instrument", Schema.OPTIONAL_STRING_SCHEMA)
            .field("timestamp", Schema.FLOAT64_SCHEMA)
            .build();

    /** How a record describes its instrument. */
    public enum Type {
        /** Of a snapshot, after a start or a reconnect. */
        SNAPSHOT("snapshot"),
        UPDATE("update"),
        /** Kraken no longer lists it. */
        REMOVED("removed");

        private final String text;

        Type(String text) {
            this.text = text;
        }
    }

    private final String topic;
    private final ValueFormat format;
    private final Clock clock;
    private final Map<String, Object> partition = Offsets.instrumentPartition();

    public InstrumentRecords(String topic, ValueFormat format, Clock clock) {
        this.topic = topic;
        this.format = format;
        this.clock = clock;
    }

    /**
     * @param name of the pair or asset, in letters, digits, dots and slashes
     * @param json the element as Kraken sent it; {@code null} as text for one that was removed
     * @param timeEpochNs time of receipt, because Kraken sends none
     * @param recvEpochNs the same for the header, or {@link ReceiveTime#UNKNOWN}
     */
    public SourceRecord record(Kind kind, String name, Type type, String json, long timeEpochNs, long recvEpochNs) {
        RecordTemplate template = new RecordTemplate(topic, name, format, SCHEMA, partition, clock);
        ConnectHeaders headers = new ConnectHeaders();
        ReceiveTime.addTo(headers, recvEpochNs);
        return template.record(
                Map.of(Offsets.TIME, timeEpochNs),
                template.isJson()
                        ? json(kind, name, type, json, timeEpochNs)
                        : struct(kind, name, type, json, timeEpochNs),
                timeEpochNs,
                Origin.LIVE,
                headers);
    }

    private static byte[] json(Kind kind, String name, Type type, String json, long timeEpochNs) {
        return new JsonText()
                .ascii("{\"")
                .ascii(kind.text())
                .ascii("\":\"")
                .ascii(name)
                .ascii("\",\"type\":\"")
                .ascii(type.text)
                .ascii("\",\"instrument\":")
                .raw(JsonText.utf8(json))
                .ascii(",\"timestamp\":")
                .seconds(timeEpochNs)
                .ascii("}")
                .toBytes();
    }

    private static Struct struct(Kind kind, String name, Type type, String json, long timeEpochNs) {
        return new Struct(SCHEMA)
                .put(kind.text(), name)
                .put("type", type.text)
                .put("instrument", type == Type.REMOVED ? null : json)
                .put("timestamp", EpochSeconds.of(timeEpochNs));
    }
}
