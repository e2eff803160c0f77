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
 * @param backfillMaxAge maximum age of articles that are read
 * @param emitUpdates whether an updated article is written again
 */
public record StateConfig(int maxSeen, Duration backfillMaxAge, boolean emitUpdates) {

    public static final String MAX_SEEN = "seen.max";
    public static final String BACKFILL_MAX_AGE = "backfill.max.age.hours";
    public static final String EMIT_UPDATES = "emit.updates";

    private static final String GROUP = "State";

    static StateConfig of(AbstractConfig config) {
        return new StateConfig(
                config.getInt(MAX_SEEN),
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
                        an article uses up to three. Of each list, only the newest entries up to a third of this number are
                        read.
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
                        Writes an article again when its feed shows a later update time. When disabled, each article is
                        written once.
                        """)
                .addTo(definition, GROUP);
    }
}
