package io.pulsefeed.article.config;

import io.pulsefeed.commons.config.ConfigKey;
import java.time.Duration;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;

/**
 * What is read, how often, and where it goes.
 *
 * @param sites the inline list, or null
 * @param sitesPath the file with the list, or null
 */
public record SitesKeys(String topic, String sites, String sitesPath, Duration pollInterval, int articlesPerPoll) {

    public static final String TOPIC = "topic";
    public static final String SITES = "sites";
    public static final String SITES_PATH = "sites.path";
    public static final String POLL_INTERVAL = "poll.interval.ms";
    public static final String ARTICLES_PER_POLL = "max.articles.per.poll";

    private static final String GROUP = "Sites";

    public static final ConfigDef DEFINITION = define();

    static SitesKeys of(AbstractConfig config) {
        return new SitesKeys(
                config.getString(TOPIC),
                emptyToNull(config.getString(SITES)),
                emptyToNull(config.getString(SITES_PATH)),
                Duration.ofMillis(config.getLong(POLL_INTERVAL)),
                config.getInt(ARTICLES_PER_POLL));
    }

    private static String emptyToNull(String text) {
        return text == null || text.isBlank() ? null : text;
    }

    private static ConfigDef define() {
        ConfigDef definition = new ConfigDef();
        ConfigKey.of(TOPIC, Type.STRING)
                .defaultsTo("rawarticle")
                .validatedBy(Rules.notBlank())
                .importance(Importance.HIGH)
                .displayedAs("Topic")
                .documentedAs("The topic that articles are written to, keyed by the name of the site.")
                .addTo(definition, GROUP);
        ConfigKey.of(SITES, Type.STRING)
                .defaultsTo("")
                .importance(Importance.HIGH)
                .width(Width.LONG)
                .displayedAs("Sites")
                .documentedAs(
                        """
                        The sites to read, as a JSON list. Each entry has a name and a discovery list of feeds, sitemaps
                        or listings; the page on this connector describes all its keys. Give either this or sites.path.
                        """)
                .addTo(definition, GROUP);
        ConfigKey.of(SITES_PATH, Type.STRING)
                .defaultsTo("")
                .importance(Importance.HIGH)
                .width(Width.LONG)
                .displayedAs("Sites file")
                .documentedAs(
                        """
                        A file on the worker that holds the list of sites, in the same JSON. It is read when the connector
                        starts; restart the connector after a change.
                        """)
                .addTo(definition, GROUP);
        ConfigKey.of(POLL_INTERVAL, Type.LONG)
                .defaultsTo(300_000L)
                .validatedBy(Range.atLeast(60_000))
                .displayedAs("Poll interval (ms)")
                .documentedAs(
                        """
                        Time between two looks at a feed, in milliseconds. A feed that asks for a longer time gets it, up to
                        an hour; intervalMs of a discovery entry goes before this.
                        """)
                .addTo(definition, GROUP);
        ConfigKey.of(ARTICLES_PER_POLL, Type.INT)
                .defaultsTo(50)
                .validatedBy(Range.between(1, 1000))
                .importance(Importance.LOW)
                .displayedAs("Articles per poll")
                .documentedAs(
                        """
                        The most articles fetched from one site after one look at its feeds. The rest follows after the next
                        look, oldest first.
                        """)
                .addTo(definition, GROUP);
        return definition;
    }
}
