package io.pulsefeed.article.config;

import io.pulsefeed.commons.config.ConfigKey;
import java.time.Duration;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/** What publishers may expect of this reader. */
public record PolitenessKeys(boolean robots, Duration minDelay, Duration maxCrawlDelay) {

    public static final String ROBOTS = "robots.enabled";
    public static final String MIN_DELAY = "min.delay.ms";
    public static final String MAX_CRAWL_DELAY = "max.crawl.delay.ms";

    private static final String GROUP = "Politeness";

    public static final ConfigDef DEFINITION = define();

    static PolitenessKeys of(AbstractConfig config) {
        return new PolitenessKeys(
                config.getBoolean(ROBOTS),
                Duration.ofMillis(config.getLong(MIN_DELAY)),
                Duration.ofMillis(config.getLong(MAX_CRAWL_DELAY)));
    }

    private static ConfigDef define() {
        ConfigDef definition = new ConfigDef();
        ConfigKey.of(ROBOTS, Type.BOOLEAN)
                .defaultsTo(true)
                .displayedAs("Obey robots.txt")
                .documentedAs(
                        """
                        Reads robots.txt of every host and keeps to it (RFC 9309). Turn it off only for sites that allowed
                        you to.
                        """)
                .addTo(definition, GROUP);
        ConfigKey.of(MIN_DELAY, Type.LONG)
                .defaultsTo(1_000L)
                .validatedBy(Range.between(0, 3_600_000))
                .displayedAs("Delay per host (ms)")
                .documentedAs(
                        """
                        Least time between two requests to one host, in milliseconds. A site's minDelayMs or a crawl-delay in
                        robots.txt can only make it longer.
                        """)
                .addTo(definition, GROUP);
        ConfigKey.of(MAX_CRAWL_DELAY, Type.LONG)
                .defaultsTo(60_000L)
                .validatedBy(Range.between(0, 86_400_000))
                .importance(Importance.LOW)
                .displayedAs("Longest crawl-delay (ms)")
                .documentedAs(
                        """
                        The longest crawl-delay that is waited for, in milliseconds. A host that asks for more is left alone,
                        with a warning, rather than read faster than it wants.
                        """)
                .addTo(definition, GROUP);
        return definition;
    }
}
