package io.pulsefeed.timescale.config;

import io.pulsefeed.commons.config.ConfigKey;
import io.pulsefeed.commons.config.EnumChoice;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * Where offsets are stored and how records are batched.
 *
 * @param duplicatesAllowed whether {@code offsets.mode=kafka} is accepted for a table without a unique index
 * @param batchMaxRows records per transaction
 * @param batchMaxBytes bytes per transaction, of records and rows together
 * @param lingerMs how long a batch that is not full waits for more records
 */
public record DeliveryConfig(
        OffsetsMode offsetsMode,
        RegressedOffsets regressedOffsets,
        boolean duplicatesAllowed,
        int batchMaxRows,
        int batchMaxBytes,
        long lingerMs) {

    private static final String OFFSETS_MODE = "offsets.mode";
    private static final String OFFSETS_REGRESSED = "offsets.regressed";
    private static final String DUPLICATES_OK = "duplicates.ok";
    private static final String BATCH_MAX_ROWS = "batch.max.rows";
    private static final String BATCH_MAX_BYTES = "batch.max.bytes";
    private static final String LINGER_MS = "linger.ms";

    private static final EnumChoice<OffsetsMode> MODES = EnumChoice.of(OffsetsMode.class);
    private static final EnumChoice<RegressedOffsets> REGRESSED = EnumChoice.of(RegressedOffsets.class);
    private static final String GROUP = "Delivery";

    static DeliveryConfig of(AbstractConfig config) {
        return new DeliveryConfig(
                MODES.get(config, OFFSETS_MODE),
                REGRESSED.get(config, OFFSETS_REGRESSED),
                config.getBoolean(DUPLICATES_OK),
                config.getInt(BATCH_MAX_ROWS),
                config.getInt(BATCH_MAX_BYTES),
                config.getLong(LINGER_MS));
    }

    static void addTo(ConfigDef definition) {
        ConfigKey.of(OFFSETS_MODE, MODES, OffsetsMode.DATABASE)
                .importance(Importance.HIGH)
                .displayedAs("Offsets mode")
                .documentedAs(
                        """
                        Where the offset of each partition is stored. database stores it in the table connect_sink_offsets,
                        in the same transaction as the rows, for exactly-once delivery. kafka uses the consumer group and
                        relies on the unique index of each table to make repeated rows harmless.""")
                .addTo(definition, GROUP);
        ConfigKey.of(OFFSETS_REGRESSED, REGRESSED, RegressedOffsets.FAIL)
                .importance(Importance.LOW)
                .displayedAs("Offsets regressed")
                .documentedAs(
                        """
                        What to do if a partition starts below the stored offset, for example after the topic was deleted
                        and recreated. fail stops the task with a message that explains how to reset the offset; accept
                        continues from the offset of the topic.""")
                .addTo(definition, GROUP);
        ConfigKey.of(DUPLICATES_OK, Type.BOOLEAN)
                .defaultsTo(false)
                .importance(Importance.LOW)
                .displayedAs("Allow duplicates")
                .documentedAs(
                        "Allows offsets.mode=kafka for tables without a unique index, where a restart can duplicate rows.")
                .addTo(definition, GROUP);
        addBatchKeys(definition);
    }

    private static void addBatchKeys(ConfigDef definition) {
        ConfigKey.of(BATCH_MAX_ROWS, Type.INT)
                .defaultsTo(10_000)
                .validatedBy(Range.between(1, 1_000_000))
                .importance(Importance.MEDIUM)
                .displayedAs("Rows per batch")
                .documentedAs("Maximum number of records that one transaction writes.")
                .addTo(definition, GROUP);
        ConfigKey.of(BATCH_MAX_BYTES, Type.INT)
                .defaultsTo(8 << 20)
                .validatedBy(Range.between(1024, 1 << 28))
                .importance(Importance.MEDIUM)
                .displayedAs("Bytes per batch")
                .documentedAs(
                        "Maximum number of bytes that one transaction writes. A task holds at most three batches.")
                .addTo(definition, GROUP);
        ConfigKey.of(LINGER_MS, Type.LONG)
                .defaultsTo(50L)
                .validatedBy(Range.between(0, 60_000))
                .importance(Importance.MEDIUM)
                .displayedAs("Linger (ms)")
                .documentedAs(
                        """
                        How long a batch that is not full waits for more records. 0 writes the records of each poll
                        immediately.""")
                .addTo(definition, GROUP);
    }
}
