package io.pulsefeed.kraken.config;

import io.pulsefeed.commons.config.ConfigKey;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/** The bounds of what waits between the socket and Kafka. */
final class QueueKeys {

    static final String MAX_RECORDS = "queue.max.records";
    static final String MAX_BYTES = "queue.max.bytes";
    static final String MAX_BATCH = "max.batch";

    private static final String GROUP = "Queue";

    private QueueKeys() {}

    static void addTo(ConfigDef definition) {
        ConfigKey.of(MAX_RECORDS, Type.INT)
                .defaultsTo(20_000)
                .validatedBy(Range.between(1, 10_000_000))
                .importance(Importance.LOW)
                .displayedAs("Queue records")
                .documentedAs(
                        """
                        How many records may wait for Kafka. When they are too many, tickers shrink to the newest of
                        each pair, and for trades the connection is given up and what is missing comes by REST.""")
                .addTo(definition, GROUP);
        ConfigKey.of(MAX_BYTES, Type.LONG)
                .defaultsTo(32L << 20)
                .validatedBy(Range.between(1L << 10, 4L << 30))
                .importance(Importance.LOW)
                .displayedAs("Queue bytes")
                .documentedAs("How much the waiting records may weigh, about.")
                .addTo(definition, GROUP);
        ConfigKey.of(MAX_BATCH, Type.INT)
                .defaultsTo(2000)
                .validatedBy(Range.between(1, 100_000))
                .importance(Importance.LOW)
                .displayedAs("Batch")
                .documentedAs("The most records that are handed to Kafka at once.")
                .addTo(definition, GROUP);
    }
}
