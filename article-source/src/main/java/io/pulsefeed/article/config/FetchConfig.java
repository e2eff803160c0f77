package io.pulsefeed.article.config;

import io.pulsefeed.commons.config.ConfigKey;
import io.pulsefeed.commons.config.Validators;
import java.time.Duration;
import java.util.Locale;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigDef.Width;

/**
 * HTTP requests: identification, timeouts, size limits and retries.
 *
 * @param requestTimeout of one exchange, from the DNS lookup to the last byte of the body
 * @param maxPageBytes after decompression
 * @param maxFeedBytes after decompression
 */
public record FetchConfig(
        String userAgent,
        Duration connectTimeout,
        Duration requestTimeout,
        int maxPageBytes,
        int maxFeedBytes,
        int maxRedirects,
        boolean allowPrivateAddresses,
        int maxRetries,
        Duration retryBase,
        Duration maxRetryWait) {

    public static final String USER_AGENT = "user.agent";
    public static final String CONNECT_TIMEOUT = "http.connect.timeout.ms";
    public static final String REQUEST_TIMEOUT = "http.request.timeout.ms";
    public static final String MAX_PAGE_BYTES = "http.max.bytes.page";
    public static final String MAX_FEED_BYTES = "http.max.bytes.feed";
    public static final String MAX_REDIRECTS = "http.max.redirects";
    public static final String ALLOW_PRIVATE_ADDRESSES = "allow.private.addresses";
    public static final String MAX_RETRIES = "retry.max";
    public static final String RETRY_BASE = "retry.base.ms";
    public static final String MAX_RETRY_WAIT = "retry.max.ms";

    private static final String GROUP = "Fetching";

    static FetchConfig of(AbstractConfig config) {
        return new FetchConfig(
                config.getString(USER_AGENT),
                Duration.ofMillis(config.getInt(CONNECT_TIMEOUT)),
                Duration.ofMillis(config.getInt(REQUEST_TIMEOUT)),
                config.getInt(MAX_PAGE_BYTES),
                config.getInt(MAX_FEED_BYTES),
                config.getInt(MAX_REDIRECTS),
                config.getBoolean(ALLOW_PRIVATE_ADDRESSES),
                config.getInt(MAX_RETRIES),
                Duration.ofMillis(config.getLong(RETRY_BASE)),
                Duration.ofMillis(config.getLong(MAX_RETRY_WAIT)));
    }

    /** The product name in the user agent, in lower case: robots.txt groups are selected by it. */
    public String productToken() {
        return userAgent.substring(0, userAgent.indexOf('/')).toLowerCase(Locale.ROOT);
    }

    static void addTo(ConfigDef definition) {
        ConfigKey.of(USER_AGENT, Type.STRING)
                .defaultsTo("Pulsefeed/0.1 (+https://pulsefeed.io/contact)")
                .validatedBy(userAgentValidator())
                .importance(Importance.HIGH)
                .width(Width.LONG)
                .displayedAs("User agent")
                .documentedAs(
                        """
                        User-Agent header of all requests. It must contain a product name and a contact URL; replace the
                        default URL with your own. The word before the slash selects the group in robots.txt.
                        """)
                .addTo(definition, GROUP);
        limit(
                        CONNECT_TIMEOUT,
                        5_000,
                        100,
                        60_000,
                        "Connect timeout (ms)",
                        "Maximum time to open a connection, in milliseconds.")
                .addTo(definition, GROUP);
        limit(
                        REQUEST_TIMEOUT,
                        20_000,
                        100,
                        300_000,
                        "Request timeout (ms)",
                        """
                        Maximum time of one HTTP exchange including the response body, in milliseconds. A response that is
                        still being received then is aborted.
                        """)
                .addTo(definition, GROUP);
        limit(
                        MAX_PAGE_BYTES,
                        5 << 20,
                        1024,
                        64 << 20,
                        "Page limit (bytes)",
                        "Maximum size of an article page, in bytes after decompression.")
                .addTo(definition, GROUP);
        limit(
                        MAX_FEED_BYTES,
                        10 << 20,
                        1024,
                        64 << 20,
                        "Feed limit (bytes)",
                        "Maximum size of a feed, sitemap or listing, in bytes after decompression.")
                .addTo(definition, GROUP);
        limit(
                        MAX_REDIRECTS,
                        5,
                        0,
                        20,
                        "Redirects",
                        "Maximum number of redirects per request. Each target is checked like the first URL.")
                .addTo(definition, GROUP);
        definePrivateAddresses(definition);
        defineRetries(definition);
    }

    private static void definePrivateAddresses(ConfigDef definition) {
        ConfigKey.of(ALLOW_PRIVATE_ADDRESSES, Type.BOOLEAN)
                .defaultsTo(false)
                .importance(Importance.LOW)
                .displayedAs("Allow private addresses")
                .documentedAs(
                        """
                        Allows connections to loopback and private addresses, for tests and for sites in your own network.
                        Otherwise keep it disabled: a malicious feed could reach services in your internal network (SSRF).
                        Link-local addresses, which serve cloud metadata, are always blocked.
                        """)
                .addTo(definition, GROUP);
    }

    private static void defineRetries(ConfigDef definition) {
        limit(
                        MAX_RETRIES,
                        4,
                        0,
                        20,
                        "Retries",
                        "Maximum number of retries of a failed request before it waits for the next poll.")
                .addTo(definition, GROUP);
        ConfigKey.of(RETRY_BASE, Type.LONG)
                .defaultsTo(1_000L)
                .validatedBy(Range.between(1, 60_000))
                .importance(Importance.LOW)
                .displayedAs("Retry base (ms)")
                .documentedAs(
                        "Upper bound of the random wait before the first retry, in milliseconds. It doubles with each retry.")
                .addTo(definition, GROUP);
        ConfigKey.of(MAX_RETRY_WAIT, Type.LONG)
                .defaultsTo(60_000L)
                .validatedBy(Range.between(1, 3_600_000))
                .importance(Importance.LOW)
                .displayedAs("Retry cap (ms)")
                .documentedAs("Maximum wait between two retries, in milliseconds.")
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

    /** Publishers block clients that they cannot identify or contact. */
    private static Validator userAgentValidator() {
        return Validators.ofText("product/version and a contact URL, no browser name", agent -> {
            Validators.require(
                    !agent.regionMatches(true, 0, "mozilla", 0, 7), "must not imitate a browser; name your product.");
            Validators.require(
                    agent.matches("[A-Za-z][A-Za-z0-9_-]*/.*") && agent.contains("://"),
                    "must contain the product and a contact URL, such as"
                            + " Pulsefeed/1.0 (+https://example.org/contact).");
            Validators.require(
                    agent.chars().allMatch(c -> c >= ' ' && c <= '~'), "must contain printable ASCII characters only.");
        });
    }
}
