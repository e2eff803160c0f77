package io.pulsefeed.system.upgrade;

import io.pulsefeed.simulators.news.NewsSite;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Two simulated sites at a fixed time: one lists its articles in a feed, the other in a news sitemap. They listen on free ports, so
 * fixtures hold {@code {{feed}}} and {@code {{sitemap}}} in place of their origins.
 */
final class ArticleScenario implements AutoCloseable {

    static final String TOPIC = "rawarticle";
    static final int ARTICLES = 3;

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2025-01-02T00:00:00Z"), ZoneOffset.UTC);
    private static final String SITES =
            """
            [{"name": "Feed site", "discovery": [{"type": "feed", "url": "%1$s/feed.xml"}],
              "allowedHosts": ["127.0.0.1:%2$d"], "minDelayMs": 10},
             {"name": "Sitemap site", "discovery": [{"type": "news-sitemap", "url": "%3$s/sitemap-news.xml"}],
              "allowedHosts": ["127.0.0.1:%4$d"], "minDelayMs": 10}]""";

    private final NewsSite feed;
    private final NewsSite sitemap;

    ArticleScenario() throws IOException {
        feed = NewsSite.start(0, ARTICLES, 5, CLOCK, Set.of());
        sitemap = NewsSite.start(0, ARTICLES, 6, CLOCK, Set.of());
    }

    Map<String, String> settings(String topic) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("connector.class", "io.pulsefeed.article.ArticleSourceConnector");
        settings.put("tasks.max", "1");
        settings.put("topic", topic);
        settings.put("sites", SITES.formatted(feed.origin(), feed.port(), sitemap.origin(), sitemap.port()));
        settings.put("user.agent", "Pulsefeed/0.1 (+http://127.0.0.1/contact)");
        settings.put("allow.private.addresses", "true");
        settings.put("backfill.max.age.hours", "87600");
        settings.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
        settings.put("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        return settings;
    }

    void run(UpgradeStack stack, String connector, String topic) {
        stack.run(connector, settings(topic));
        stack.awaitRecords(topic, 2 * ARTICLES);
    }

    /** Adds an article to each site and returns their addresses. */
    List<String> publish() {
        return List.of(
                feed.origin() + feed.publish().path(),
                sitemap.origin() + sitemap.publish().path());
    }

    Map<String, String> origins() {
        return new TreeMap<>(Map.of(
                "{{feed}}", feed.origin().toString(),
                "{{sitemap}}", sitemap.origin().toString()));
    }

    /**
     * With placeholders for the origins and for the only value that is wall-clock time, {@code scraped_at}. Without headers: 0.1.0
     * did not write any.
     */
    List<String> lines(UpgradeStack stack, String topic) {
        return stack.records(topic).stream()
                .sorted(Comparator.comparing(StoredRecord::key))
                .map(record -> record.inTopic(TOPIC)
                        .withoutHeaders()
                        .withValue(this::withoutRun)
                        .toLine())
                .toList();
    }

    private String withoutRun(String value) {
        return withoutOrigins(value).replaceFirst("\"scraped_at\":\\d+\\.\\d{3}", "\"scraped_at\":\"{{now}}\"");
    }

    String withoutOrigins(String text) {
        String result = text;
        for (Map.Entry<String, String> origin : origins().entrySet()) {
            result = result.replace(origin.getValue(), origin.getKey());
        }
        return result;
    }

    @Override
    public void close() {
        feed.close();
        sitemap.close();
    }
}
