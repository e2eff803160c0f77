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
 * How requests are made, and where they end.
 *
 * @param requestTimeout for one exchange, from the lookup of the name to the last byte of the body
 * @param pageBytes counted after decompression
 * @param feedBytes counted after decompression
 */
public record FetchKeys(
        String userAgent,
        Duration connectTimeout,
        Duration requestTimeout,
        int pageBytes,
        int feedBytes,
        int redirects,
        boolean privateAddressesAllowed,
        int retries,
        Duration retryBase,
        Duration retryMax) {

    public static final String USER_AGENT = "user.agent";
    public static final String CONNECT_TIMEOUT = "http.connect.timeout.ms";
    public static final String REQUEST_TIMEOUT = "http.request.timeout.ms";
    public static final String PAGE_BYTES = "http.max.bytes.page";
    public static final String FEED_BYTES = "http.max.bytes.feed";
    public static final String REDIRECTS = "http.max.redirects";
    public static final String PRIVATE_ADDRESSES = "allow.private.addresses";
    public static final String RETRIES = "retry.max";
    public static final String RETRY_BASE = "retry.base.ms";
    public static final String RETRY_MAX = "retry.max.ms";

    private static final String GROUP = "Fetching";

    public static final ConfigDef DEFINITION = define();

    static FetchKeys of(AbstractConfig config) {
        return new FetchKeys(
                config.getString(USER_AGENT),
                Duration.ofMillis(config.getInt(CONNECT_TIMEOUT)),
                Duration.ofMillis(config.getInt(REQUEST_TIMEOUT)),
                config.getInt(PAGE_BYTES),
                config.getInt(FEED_BYTES),
                config.getInt(REDIRECTS),
                config.getBoolean(PRIVATE_ADDRESSES),
                config.getInt(RETRIES),
                Duration.ofMillis(config.getLong(RETRY_BASE)),
                Duration.ofMillis(config.getLong(RETRY_MAX)));
    }

    private static ConfigDef define() {
        ConfigDef definition = new ConfigDef();
        ConfigKey.of(USER_AGENT, Type.STRING)
                .defaultsTo("Pulsefeed/0.1 (+https://pulsefeed.io/contact)")
                .validatedBy(Rules.userAgent())
                .importance(Importance.HIGH)
                .width(Width.LONG)
                .displayedAs("User agent")
                .documentedAs(
                        """
                        The name under which publishers see this connector. It must name the product and a URL where they
                        find whom to write to; put your own there. The word before the slash is matched in robots.txt.
                        """)
                .addTo(definition, GROUP);
        limit(
                        CONNECT_TIMEOUT,
                        5_000,
                        100,
                        60_000,
                        "Connect timeout (ms)",
                        "Time to open a connection, in milliseconds.")
                .addTo(definition, GROUP);
        limit(
                        REQUEST_TIMEOUT,
                        20_000,
                        100,
                        300_000,
                        "Request timeout (ms)",
                        "Time for one whole exchange, the body included, in milliseconds. A body that drips is cut off then.")
                .addTo(definition, GROUP);
        limit(
                        PAGE_BYTES,
                        5 << 20,
                        1024,
                        64 << 20,
                        "Page limit (bytes)",
                        "The largest article page that is read, in bytes after decompression.")
                .addTo(definition, GROUP);
        limit(
                        FEED_BYTES,
                        10 << 20,
                        1024,
                        64 << 20,
                        "Feed limit (bytes)",
                        "The largest feed, sitemap or listing that is read, in bytes after decompression.")
                .addTo(definition, GROUP);
        limit(REDIRECTS, 5, 0, 20, "Redirects", "How many redirects are followed, each checked like the first address.")
                .addTo(definition, GROUP);
        addPrivateAddresses(definition);
        addRetries(definition);
        return definition;
    }

    private static void addPrivateAddresses(ConfigDef definition) {
        ConfigKey.of(PRIVATE_ADDRESSES, Type.BOOLEAN)
                .defaultsTo(false)
                .importance(Importance.LOW)
                .displayedAs("Allow private addresses")
                .documentedAs(
                        """
                        Lets the connector reach loopback and private addresses, for tests and for sites inside your own
                        network. Leave it off otherwise: a hostile feed could read services behind your firewall. Link-local
                        addresses, where clouds keep their metadata service, stay out of reach even then.
                        """)
                .addTo(definition, GROUP);
    }

    private static void addRetries(ConfigDef definition) {
        limit(RETRIES, 4, 0, 20, "Retries", "How often a failed request is repeated before it waits for the next poll.")
                .addTo(definition, GROUP);
        ConfigKey.of(RETRY_BASE, Type.LONG)
                .defaultsTo(1_000L)
                .validatedBy(Range.between(1, 60_000))
                .importance(Importance.LOW)
                .displayedAs("Retry base (ms)")
                .documentedAs(
                        "Upper end of the random wait before the first retry, in milliseconds. It doubles each time.")
                .addTo(definition, GROUP);
        ConfigKey.of(RETRY_MAX, Type.LONG)
                .defaultsTo(60_000L)
                .validatedBy(Range.between(1, 3_600_000))
                .importance(Importance.LOW)
                .displayedAs("Retry cap (ms)")
                .documentedAs("The longest wait between two retries, in milliseconds.")
                .addTo(definition, GROUP);
    }

    private static ConfigKey limit(String name, int value, int from, int to, String label, String text) {
        return ConfigKey.of(name, Type.INT)
                .defaultsTo(value)
                .validatedBy(Range.between(from, to))
                .importance(Importance.LOW)
                .displayedAs(label)
                .documentedAs(text);
    }
}
