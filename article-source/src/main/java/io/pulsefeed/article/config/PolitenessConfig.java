package io.pulsefeed.article.config;

import io.pulsefeed.commons.config.ConfigKey;
import java.time.Duration;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/** Crawling politeness: robots.txt and the delay between requests to one host. */
public record PolitenessConfig(boolean robotsEnabled, Duration minDelay, Duration maxCrawlDelay) {

    public static final String ROBOTS_ENABLED = "robots.enabled";
    public static final String MIN_DELAY = "min.delay.ms";
    public static final String MAX_CRAWL_DELAY = "max.crawl.delay.ms";

    private static final String GROUP = "Politeness";

    static PolitenessConfig of(AbstractConfig config) {
        return new PolitenessConfig(
                config.getBoolean(ROBOTS_ENABLED),
                Duration.ofMillis(config.getLong(MIN_DELAY)),
                Duration.ofMillis(config.getLong(MAX_CRAWL_DELAY)));
    }

    static void addTo(ConfigDef definition) {
        ConfigKey.of(ROBOTS_ENABLED, Type.BOOLEAN)
                .defaultsTo(true)
                .displayedAs("Obey robots.txt")
                .documentedAs(
                        """
                        Fetches and obeys the robots.txt of every host (RFC 9309). Disable it only for sites that gave you
                        permission.
                        """)
                .addTo(definition, GROUP);
        ConfigKey.of(MIN_DELAY, Type.LONG)
                .defaultsTo(1_000L)
                .validatedBy(Range.between(0, 3_600_000))
                .displayedAs("Delay per host (ms)")
                .documentedAs(
                        """
                        Minimum time between two requests to one host, in milliseconds. A site's minDelayMs and the
                        crawl-delay in robots.txt can only increase it.
                        """)
                .addTo(definition, GROUP);
        ConfigKey.of(MAX_CRAWL_DELAY, Type.LONG)
                .defaultsTo(60_000L)
                .validatedBy(Range.between(0, 86_400_000))
                .importance(Importance.LOW)
                .displayedAs("Maximum crawl-delay (ms)")
                .documentedAs(
                        """
                        Maximum crawl-delay of robots.txt that the connector accepts, in milliseconds. A host with a longer
                        crawl-delay is skipped with a warning.
                        """)
                .addTo(definition, GROUP);
    }
}
