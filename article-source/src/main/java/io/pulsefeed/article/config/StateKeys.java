package io.pulsefeed.article.config;

import io.pulsefeed.commons.config.ConfigKey;
import java.time.Duration;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/** What is remembered of the past, and how far back a new site is read. */
public record StateKeys(int seenMax, Duration backfill, boolean updates) {

    public static final String SEEN_MAX = "seen.max";
    public static final String BACKFILL = "backfill.max.age.hours";
    public static final String UPDATES = "emit.updates";

    private static final String GROUP = "State";

    public static final ConfigDef DEFINITION = define();

    static StateKeys of(AbstractConfig config) {
        return new StateKeys(
                config.getInt(SEEN_MAX), Duration.ofHours(config.getInt(BACKFILL)), config.getBoolean(UPDATES));
    }

    private static ConfigDef define() {
        ConfigDef definition = new ConfigDef();
        ConfigKey.of(SEEN_MAX, Type.INT)
                .defaultsTo(4_000)
                .validatedBy(Range.between(300, 10_000))
                .importance(Importance.LOW)
                .displayedAs("Remembered addresses")
                .documentedAs(
                        """
                        How many addresses of written articles are remembered for each site in the stored offsets; an article
                        takes up to three. Of a site's lists, the newest third of this number of entries is looked at.
                        """)
                .addTo(definition, GROUP);
        ConfigKey.of(BACKFILL, Type.INT)
                .defaultsTo(72)
                .validatedBy(Range.between(1, 24 * 365 * 10))
                .displayedAs("Backfill (hours)")
                .documentedAs(
                        """
                        How old an article of a new site may be, in hours before now; on later runs, in hours before the newest
                        article written so far.
                        """)
                .addTo(definition, GROUP);
        ConfigKey.of(UPDATES, Type.BOOLEAN)
                .defaultsTo(false)
                .importance(Importance.LOW)
                .displayedAs("Write updates")
                .documentedAs(
                        """
                        Writes an article again when its feed shows a later update time. Off, each article is written once.
                        """)
                .addTo(definition, GROUP);
        return definition;
    }
}
