package io.pulsefeed.emotibit.config;

import io.pulsefeed.commons.accounts.SourceAccounts;
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
 * @param queueCapacity number of packets that can wait for Kafka in any case
 * @param queueMaxBytes memory for packets that wait for Kafka
 * @param maxBatch number of packets after which a poll does not wait for more
 * @param lingerMs time for which a poll collects packets
 * @param receiveTime whether records have the header of the receive time
 * @param accountsTopic topic of the accounts; empty for none
 */
public record RecordConfig(
        String rawTopic,
        String processedTopic,
        ValueFormat valueFormat,
        int queueCapacity,
        int queueMaxBytes,
        int maxBatch,
        int lingerMs,
        boolean receiveTime,
        String accountsTopic) {

    public static final String RAW_TOPIC = "topic.raw";
    public static final String PROCESSED_TOPIC = "topic.processed";
    public static final String VALUE_FORMAT = "value.format";
    public static final String QUEUE_CAPACITY = "queue.capacity";
    public static final String MAX_BATCH = "batch.max.records";
    public static final String LINGER = "batch.linger.ms";
    public static final String QUEUE_MAX_BYTES = "queue.max.bytes";

    private static final String GROUP = "Records";
    private static final EnumChoice<ValueFormat> FORMATS = EnumChoice.of(ValueFormat.class);
    private static final int MEBIBYTE = 1 << 20;
    private static final int BYTES_PER_PACKET = 64;
    /** After an interruption, one poll returns a part of the queue rather than the usual batch. */
    private static final int CATCH_UP = 10;

    static RecordConfig of(AbstractConfig config) {
        return new RecordConfig(
                config.getString(RAW_TOPIC),
                config.getString(PROCESSED_TOPIC),
                FORMATS.get(config, VALUE_FORMAT),
                config.getInt(QUEUE_CAPACITY),
                config.getInt(QUEUE_MAX_BYTES),
                config.getInt(MAX_BATCH),
                config.getInt(LINGER),
                ReceiveTime.isEnabled(config),
                SourceAccounts.topic(config));
    }

    /** Number of packets of usual size that can wait for Kafka. */
    public int maxQueued() {
        return Math.max(queueCapacity, queueMaxBytes / BYTES_PER_PACKET);
    }

    /** Maximum number of packets that one poll returns. */
    public int maxPolled() {
        return CATCH_UP * maxBatch;
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
        defineQueue(definition);
        defineBatches(definition);
    }

    private static void defineBatches(ConfigDef definition) {
        ConfigKey.of(MAX_BATCH, Type.INT)
                .defaultsTo(2_000)
                .validatedBy(Range.between(1, 100_000))
                .importance(Importance.LOW)
                .displayedAs("Batch size (records)")
                .documentedAs(
                        """
                        Number of packets after which a poll does not wait for more. If more packets are queued, because Kafka was
                        slow, a poll returns up to ten times as many.""")
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
        SourceAccounts.addTo(definition, GROUP);
    }

    private static void defineQueue(ConfigDef definition) {
        ConfigKey.of(QUEUE_CAPACITY, Type.INT)
                .defaultsTo(50_000)
                .validatedBy(Range.between(1_000, 5_000_000))
                .importance(Importance.LOW)
                .displayedAs("Queue capacity (packets)")
                .documentedAs(
                        """
                        Number of packets that can wait in any case while Kafka is slow or unreachable. Packets are dropped when
                        more of them wait and they use more memory than queue.max.bytes.""")
                .addTo(definition, GROUP);
        ConfigKey.of(QUEUE_MAX_BYTES, Type.INT)
                .defaultsTo(64 * MEBIBYTE)
                .validatedBy(Range.between(MEBIBYTE, 1024 * MEBIBYTE))
                .importance(Importance.LOW)
                .displayedAs("Queue memory (bytes)")
                .documentedAs(
                        """
                        Memory for packets that wait while Kafka is slow or unreachable; it is used only while they wait. A device
                        sends about 165 packets per second; a queued packet uses about 64 bytes. The default holds 1,000,000
                        packets, that is 30 s of 200 devices. When the queue is full, packets are dropped, counted and reported in
                        an overflow event: a device cannot resend them.""")
                .addTo(definition, GROUP);
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
