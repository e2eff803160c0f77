package io.pulsefeed.emotibit.config;

import io.pulsefeed.commons.config.ConfigKey;
import io.pulsefeed.commons.config.EnumChoice;
import io.pulsefeed.commons.delivery.ReceiveTime;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.NonEmptyStringWithoutControlChars;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * Topics, queue and batches.
 *
 * @param rawTopic topic with one record per device packet
 * @param processedTopic topic of metrics and events
 * @param valueFormat format of the record values
 * @param queueCapacity maximum number of packets that wait for Kafka; further packets are dropped and counted
 * @param maxBatch maximum number of packets per poll
 * @param lingerMs time for which a poll collects packets
 * @param receiveTime whether records have the header of the receive time
 */
public record RecordConfig(
        String rawTopic,
        String processedTopic,
        ValueFormat valueFormat,
        int queueCapacity,
        int maxBatch,
        int lingerMs,
        boolean receiveTime) {

    public static final String RAW_TOPIC = "topic.raw";
    public static final String PROCESSED_TOPIC = "topic.processed";
    public static final String VALUE_FORMAT = "value.format";
    public static final String QUEUE_CAPACITY = "queue.capacity";
    public static final String MAX_BATCH = "batch.max.records";
    public static final String LINGER = "batch.linger.ms";

    private static final String GROUP = "Records";
    private static final EnumChoice<ValueFormat> FORMATS = EnumChoice.of(ValueFormat.class);

    static RecordConfig of(AbstractConfig config) {
        return new RecordConfig(
                config.getString(RAW_TOPIC),
                config.getString(PROCESSED_TOPIC),
                FORMATS.get(config, VALUE_FORMAT),
                config.getInt(QUEUE_CAPACITY),
                config.getInt(MAX_BATCH),
                config.getInt(LINGER),
                ReceiveTime.isEnabled(config));
    }

    static void define(ConfigDef definition) {
        topic(
                definition,
                RAW_TOPIC,
                "Emotibit_rawdata",
                "Topic for raw data",
                "Topic with one record per device packet, which contains its exact text and its samples in wall-clock"
                        + " time.");
        topic(
                definition,
                PROCESSED_TOPIC,
                "Emotibit_processdata",
                "Topic for processed data",
                "Topic of the metrics per device and window, and of events such as gaps and lost skin contact.");
        ConfigKey.of(VALUE_FORMAT, FORMATS, ValueFormat.JSON)
                .displayedAs("Value format")
                .documentedAs(
                        """
                        Format of the record values. json is JSON text that keeps every digit the device sends; use it with
                        org.apache.kafka.connect.converters.ByteArrayConverter. struct has a schema and 64-bit floats; use it
                        with any other converter.""")
                .addTo(definition, GROUP);
        ConfigKey.of(QUEUE_CAPACITY, Type.INT)
                .defaultsTo(1_000_000)
                .validatedBy(Range.between(1_000, 5_000_000))
                .importance(Importance.LOW)
                .displayedAs("Queue capacity (packets)")
                .documentedAs(
                        """
                        Maximum number of packets that wait while Kafka is slow or unreachable. A device sends about 165 packets
                        per second; a queued packet uses about 70 bytes. When the queue is full, packets are dropped, counted and
                        reported in an overflow event: a device cannot resend them. A packet of more than 128 bytes counts as
                        several.""")
                .addTo(definition, GROUP);
        ConfigKey.of(MAX_BATCH, Type.INT)
                .defaultsTo(20_000)
                .validatedBy(Range.between(1, 100_000))
                .importance(Importance.LOW)
                .displayedAs("Maximum batch size (records)")
                .documentedAs("Maximum number of packets that one poll returns to the Connect worker.")
                .addTo(definition, GROUP);
        ConfigKey.of(LINGER, Type.INT)
                .defaultsTo(100)
                .validatedBy(Range.between(0, 5_000))
                .importance(Importance.LOW)
                .displayedAs("Batch linger (ms)")
                .documentedAs(
                        """
                        Time for which a poll collects packets. With exactly-once delivery, each poll is a transaction; a longer
                        time needs less CPU time, a shorter one reduces the latency of records.""")
                .addTo(definition, GROUP);
        ReceiveTime.addTo(definition, GROUP);
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
