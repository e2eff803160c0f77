package io.pulsefeed.article.config;

import io.pulsefeed.commons.config.ConfigKey;
import java.time.Duration;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * Deduplication and backfill.
 *
 * @param maxSeen article identities kept per site
 * @param maxListBytes size of the stored identities of the entries of all lists of a site
 * @param backfillMaxAge maximum age of articles that are read
 * @param emitUpdates whether an updated article is written again
 */
public record StateConfig(int maxSeen, int maxListBytes, Duration backfillMaxAge, boolean emitUpdates) {

    public static final String MAX_SEEN = "seen.max";
    public static final String MAX_LIST_BYTES = "seen.lists.max.bytes";
    public static final String BACKFILL_MAX_AGE = "backfill.max.age.hours";
    public static final String EMIT_UPDATES = "emit.updates";

    private static final int MAX_STORED_BYTES = 768 << 10;
    private static final String GROUP = "State";

    static StateConfig of(AbstractConfig config) {
        return new StateConfig(
                config.getInt(MAX_SEEN),
                config.getInt(MAX_LIST_BYTES),
                Duration.ofHours(config.getInt(BACKFILL_MAX_AGE)),
                config.getBoolean(EMIT_UPDATES));
    }

    static void addTo(ConfigDef definition) {
        ConfigKey.of(MAX_SEEN, Type.INT)
                .defaultsTo(4_000)
                .validatedBy(Range.between(300, 10_000))
                .importance(Importance.LOW)
                .displayedAs("Remembered addresses")
                .documentedAs(
                        """
                        Number of URLs and guids of written articles kept per site in the stored offsets, for deduplication;
                        an article uses up to three. The entries that the lists of a site contain are kept in addition, see
                        seen.lists.max.bytes.
                        """)
                .addTo(definition, GROUP);
        ConfigKey.of(MAX_LIST_BYTES, Type.INT)
                .defaultsTo(MAX_STORED_BYTES)
                .validatedBy(Range.between(64 << 10, MAX_STORED_BYTES))
                .importance(Importance.LOW)
                .displayedAs("Remembered list entries (bytes)")
                .documentedAs(
                        """
                        Maximum size of the identities of the entries of all lists of a site in the stored offsets, in bytes. An
                        entry uses 7 bytes, or 14 if it has a guid. Lists share the space equally unless others do not need
                        theirs. Of a list with more entries than fit, the newest are read. The maximum keeps an offset below the
                        1 MB limit of Kafka brokers.
                        """)
                .addTo(definition, GROUP);
        ConfigKey.of(BACKFILL_MAX_AGE, Type.INT)
                .defaultsTo(72)
                .validatedBy(Range.between(1, 24 * 365 * 10))
                .displayedAs("Backfill (hours)")
                .documentedAs(
                        """
                        Maximum age of articles that are read, in hours: relative to the current time for a new site, relative
                        to the newest article written so far on later runs.
                        """)
                .addTo(definition, GROUP);
        ConfigKey.of(EMIT_UPDATES, Type.BOOLEAN)
                .defaultsTo(false)
                .importance(Importance.LOW)
                .displayedAs("Write updates")
                .documentedAs(
                        """
                        Writes an article again when its feed shows a later update time, or another title or text for an entry
                        without an update time. When disabled, each article is written once.
                        """)
                .addTo(definition, GROUP);
    }
}
