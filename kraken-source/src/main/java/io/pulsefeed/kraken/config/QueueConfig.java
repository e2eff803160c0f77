package io.pulsefeed.kraken.config;

import io.pulsefeed.commons.config.ConfigKey;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/** Limits of the queue between the socket and {@code poll()}. */
public record QueueConfig(int maxRecords, long maxBytes, int maxBatch) {

    private static final String MAX_RECORDS = "queue.max.records";
    private static final String MAX_BYTES = "queue.max.bytes";
    private static final String MAX_BATCH = "max.batch";

    private static final String GROUP = "Queue";

    static void addTo(ConfigDef definition) {
        ConfigKey.of(MAX_RECORDS, Type.INT)
                .defaultsTo(20_000)
                .validatedBy(Range.between(1, 10_000_000))
                .importance(Importance.LOW)
                .displayedAs("Queue records")
                .documentedAs(
                        """
                        Maximum number of records in the queue between the socket and Kafka. When the queue is full,
                        only the newest ticker of each pair is kept; if trades do not fit, the connector closes the
                        connection and fetches the missing trades through REST later.""")
                .addTo(definition, GROUP);
        ConfigKey.of(MAX_BYTES, Type.LONG)
                .defaultsTo(32L << 20)
                .validatedBy(Range.between(1L << 10, 4L << 30))
                .importance(Importance.LOW)
                .displayedAs("Queue bytes")
                .documentedAs("Maximum approximate size of the queue in bytes.")
                .addTo(definition, GROUP);
        ConfigKey.of(MAX_BATCH, Type.INT)
                .defaultsTo(2000)
                .validatedBy(Range.between(1, 100_000))
                .importance(Importance.LOW)
                .displayedAs("Maximum batch")
                .documentedAs("Maximum number of records that one poll returns to the worker.")
                .addTo(definition, GROUP);
    }

    static QueueConfig of(AbstractConfig values) {
        return new QueueConfig(values.getInt(MAX_RECORDS), values.getLong(MAX_BYTES), values.getInt(MAX_BATCH));
    }
}
