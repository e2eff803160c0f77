package io.pulsefeed.emotibit.config;

import io.pulsefeed.commons.config.ConfigKey;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.NonEmptyStringWithoutControlChars;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * Where records go and how many may wait.
 *
 * @param rawTopic one record per device packet
 * @param processedTopic metrics and events
 * @param queueCapacity packets and events that may wait for Kafka; beyond it packets are dropped and counted
 * @param maxBatch records handed over at once
 */
public record RecordSettings(String rawTopic, String processedTopic, int queueCapacity, int maxBatch) {

    public static final String RAW_TOPIC = "topic.raw";
    public static final String PROCESSED_TOPIC = "topic.processed";
    public static final String QUEUE_CAPACITY = "queue.capacity";
    public static final String MAX_BATCH = "batch.max.records";

    static final ConfigDef DEFINITION = definition();

    private static final String GROUP = "Records";

    static RecordSettings of(AbstractConfig config) {
        return new RecordSettings(
                config.getString(RAW_TOPIC),
                config.getString(PROCESSED_TOPIC),
                config.getInt(QUEUE_CAPACITY),
                config.getInt(MAX_BATCH));
    }

    private static ConfigDef definition() {
        ConfigDef definition = new ConfigDef();
        topic(
                definition,
                RAW_TOPIC,
                "Emotibit_rawdata",
                "Topic for raw data",
                "Topic of one record per device packet, with its exact text and its samples in wall time.");
        topic(
                definition,
                PROCESSED_TOPIC,
                "Emotibit_processdata",
                "Topic for processed data",
                "Topic of the metrics computed per device and window, and of events such as gaps and lost contact.");
        ConfigKey.of(QUEUE_CAPACITY, Type.INT)
                .defaultsTo(50_000)
                .validatedBy(Range.between(1_000, 5_000_000))
                .importance(Importance.LOW)
                .displayedAs("Queue capacity (packets)")
                .documentedAs(
                        """
                        How many packets may wait while Kafka is slow or away; a device sends about 165 per second, and a waiting
                        packet takes about 0.5 kB. When the queue is full, packets are dropped, counted and reported in an
                        overflow event: a device cannot be asked to repeat.""")
                .addTo(definition, GROUP);
        ConfigKey.of(MAX_BATCH, Type.INT)
                .defaultsTo(2_000)
                .validatedBy(Range.between(1, 100_000))
                .importance(Importance.LOW)
                .displayedAs("Largest batch (records)")
                .documentedAs("How many records are handed to Kafka at once.")
                .addTo(definition, GROUP);
        return definition;
    }

    private static void topic(ConfigDef definition, String name, String value, String label, String documentation) {
        ConfigKey.of(name, Type.STRING)
                .defaultsTo(value)
                .validatedBy(new NonEmptyStringWithoutControlChars())
                .importance(Importance.HIGH)
                .displayedAs(label)
                .documentedAs(documentation)
                .addTo(definition, GROUP);
    }
}
