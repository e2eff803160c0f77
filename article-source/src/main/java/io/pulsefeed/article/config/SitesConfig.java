package io.pulsefeed.article.config;

import io.pulsefeed.commons.config.ConfigKey;
import io.pulsefeed.commons.config.Validators;
import java.time.Duration;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.jspecify.annotations.Nullable;

/**
 * The topic, the list of sites and how often they are polled.
 *
 * @param sites the inline list of sites as JSON
 * @param sitesPath the file that contains the list of sites
 * @param headersPath of a task: the file that contains the headers and cookies of its sites, which are not part of {@code sites}
 */
public record SitesConfig(
        String topic,
        @Nullable String sites,
        @Nullable String sitesPath,
        @Nullable String headersPath,
        Duration pollInterval,
        int maxArticlesPerPoll) {

    public static final String TOPIC = "topic";
    public static final String SITES = "sites";
    public static final String SITES_PATH = "sites.path";
    /** Only set in task configurations. */
    public static final String HEADERS_PATH = "sites.headers.path";

    public static final String POLL_INTERVAL = "poll.interval.ms";
    public static final String MAX_ARTICLES_PER_POLL = "max.articles.per.poll";

    private static final String GROUP = "Sites";

    static SitesConfig of(AbstractConfig config) {
        return new SitesConfig(
                config.getString(TOPIC),
                emptyToNull(config.getString(SITES)),
                emptyToNull(config.getString(SITES_PATH)),
                (String) config.originals().get(HEADERS_PATH),
                Duration.ofMillis(config.getLong(POLL_INTERVAL)),
                config.getInt(MAX_ARTICLES_PER_POLL));
    }

    private static @Nullable String emptyToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    /** The key that supplies the list of sites; errors in the list are reported on it. */
    public String listKey() {
        return sites != null ? SITES : SITES_PATH;
    }

    static void addTo(ConfigDef definition) {
        ConfigKey.of(TOPIC, Type.STRING)
                .defaultsTo("rawarticle")
                .validatedBy(Validators.notBlank())
                .importance(Importance.HIGH)
                .displayedAs("Topic")
                .documentedAs("Topic that articles are written to. The record key is the name of the site.")
                .addTo(definition, GROUP);
        ConfigKey.of(SITES, Type.STRING)
                .defaultsTo("")
                .importance(Importance.HIGH)
                .width(Width.LONG)
                .displayedAs("Sites")
                .documentedAs(
                        """
                        Sites to read, as a JSON list. Each entry has a name and a discovery list of feeds, sitemaps or
                        listings; see the documentation of this connector for all fields. Set either this key or sites.path.
                        """)
                .addTo(definition, GROUP);
        ConfigKey.of(SITES_PATH, Type.STRING)
                .defaultsTo("")
                .importance(Importance.HIGH)
                .width(Width.LONG)
                .displayedAs("Sites file")
                .documentedAs(
                        """
                        Path of a file on the worker with the list of sites in the same JSON format. The connector reads it
                        when it starts; restart the connector after a change. Headers and cookies of sites are only
                        accepted in this file, because Kafka Connect returns the configuration to its users.
                        """)
                .addTo(definition, GROUP);
        ConfigKey.of(POLL_INTERVAL, Type.LONG)
                .defaultsTo(300_000L)
                .validatedBy(Range.atLeast(60_000))
                .displayedAs("Poll interval (ms)")
                .documentedAs(
                        """
                        Time between two polls of a feed, in milliseconds. A feed that requests a longer interval gets it, up
                        to one hour; intervalMs of a discovery entry overrides this value.
                        """)
                .addTo(definition, GROUP);
        ConfigKey.of(MAX_ARTICLES_PER_POLL, Type.INT)
                .defaultsTo(50)
                .validatedBy(Range.between(1, 1000))
                .importance(Importance.LOW)
                .displayedAs("Articles per poll")
                .documentedAs(
                        """
                        Maximum number of articles fetched from one site after a poll of its feeds, the newest ones. The
                        remaining articles are fetched after the next polls.
                        """)
                .addTo(definition, GROUP);
    }
}
