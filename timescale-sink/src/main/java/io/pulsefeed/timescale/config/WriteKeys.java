package io.pulsefeed.timescale.config;

import io.pulsefeed.commons.config.ConfigKey;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/** How rows are gathered and how their delivery is kept exact. */
final class WriteKeys {

    static final String BATCH_MAX_ROWS = "batch.max.rows";
    static final String BATCH_MAX_BYTES = "batch.max.bytes";
    static final String LINGER_MS = "linger.ms";
    static final String OFFSETS_MODE = "offsets.mode";
    static final String OFFSETS_REGRESSED = "offsets.regressed";
    static final String DUPLICATES_OK = "duplicates.ok";

    static final Choice<OffsetsMode> MODES = Choice.of(OffsetsMode.class);
    static final Choice<Regressed> REGRESSED = Choice.of(Regressed.class);

    private static final String GROUP = "Delivery";

    private WriteKeys() {}

    static void addTo(ConfigDef definition) {
        ConfigKey.of(OFFSETS_MODE, Type.STRING)
                .defaultsTo(Choice.name(OffsetsMode.DATABASE))
                .validatedBy(MODES)
                .recommendedBy(MODES)
                .importance(Importance.HIGH)
                .displayedAs("Offsets mode")
                .documentedAs(
                        """
                        Where the position in each topic is kept. database stores it in the table connect_sink_offsets, in
                        the same transaction as the rows: exactly once. kafka uses the consumer group and relies on each
                        table's unique index to make repeated rows harmless.""")
                .addTo(definition, GROUP);
        ConfigKey.of(OFFSETS_REGRESSED, Type.STRING)
                .defaultsTo(Choice.name(Regressed.FAIL))
                .validatedBy(REGRESSED)
                .recommendedBy(REGRESSED)
                .importance(Importance.LOW)
                .displayedAs("Offsets regressed")
                .documentedAs(
                        """
                        What to do when a topic starts below the stored position, as after it was deleted and created again.
                        fail stops the task with a message that says how to reset; accept takes the topic's position.""")
                .addTo(definition, GROUP);
        ConfigKey.of(DUPLICATES_OK, Type.BOOLEAN)
                .defaultsTo(false)
                .importance(Importance.LOW)
                .displayedAs("Duplicates are fine")
                .documentedAs(
                        """
                        Allows offsets.mode=kafka for tables without a unique index, where a restart may write rows twice.""")
                .addTo(definition, GROUP);
        addBatchKeys(definition);
    }

    private static void addBatchKeys(ConfigDef definition) {
        ConfigKey.of(BATCH_MAX_ROWS, Type.INT)
                .defaultsTo(10_000)
                .validatedBy(Range.between(1, 1_000_000))
                .importance(Importance.MEDIUM)
                .displayedAs("Rows per batch")
                .documentedAs("Most records that one transaction writes.")
                .addTo(definition, GROUP);
        ConfigKey.of(BATCH_MAX_BYTES, Type.INT)
                .defaultsTo(8 << 20)
                .validatedBy(Range.between(1024, 1 << 28))
                .importance(Importance.MEDIUM)
                .displayedAs("Bytes per batch")
                .documentedAs("Most bytes that one transaction writes. A task holds at most three batches.")
                .addTo(definition, GROUP);
        ConfigKey.of(LINGER_MS, Type.LONG)
                .defaultsTo(50L)
                .validatedBy(Range.between(0, 60_000))
                .importance(Importance.MEDIUM)
                .displayedAs("Linger (ms)")
                .documentedAs(
                        """
                        How long a batch that is not full waits for more records. 0 writes what each poll brings at once.""")
                .addTo(definition, GROUP);
    }
}
