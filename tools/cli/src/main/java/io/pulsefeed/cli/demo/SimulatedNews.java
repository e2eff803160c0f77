package io.pulsefeed.cli.demo;

import io.pulsefeed.cli.UserError;
import io.pulsefeed.simulators.news.Hit;
import io.pulsefeed.simulators.news.NewsSimulator;
import io.pulsefeed.simulators.news.NewsSite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Five simulated news sites. Every article that a site listed at the last request of the connector must arrive exactly once. */
final class SimulatedNews implements DemoSource {

    private static final String TOPIC = "rawarticle";
    private static final String TABLE = "article_data";
    private static final String SOURCE = "article-source";
    private static final int SITES = 5;
    private static final int ARTICLES_PER_SITE = 6;

    /** Shorter than the pause of one second between requests to real sites. */
    private static final long DELAY_MILLIS = 100;

    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)/a/(\\d+)\"");

    /** Key of the number of articles in the file of the next ids. */
    private static final String ARTICLES = "articles";

    private final NewsSimulator simulator;
    private final Path sitesFile;
    /** Number of the last article that an earlier run in this home has published. */
    private final long publishedBefore;

    private final DeliveryCheck topicCheck = new DeliveryCheck();

    private SimulatedNews(NewsSimulator simulator, Path sitesFile, long publishedBefore) {
        this.simulator = simulator;
        this.sitesFile = sitesFile;
        this.publishedBefore = publishedBefore;
        simulator.sites().forEach(site -> topicCheck.expectFrom(site.origin().toString(), publishedBefore + 1));
    }

    /** @param home directory for the file of sites that the connector reads */
    static SimulatedNews start(Path home, long seed) {
        try {
            // The connector has stored what it has read in this home, so a new run needs new articles.
            NextIdFile nextIdFile = new NextIdFile(home.resolve("news-simulator.properties"));
            long publishedBefore = nextIdFile.nextIds().getOrDefault(ARTICLES, 0L);
            int published = Math.toIntExact(publishedBefore + ARTICLES_PER_SITE);
            NewsSimulator simulator = NewsSimulator.start(0, SITES, published, seed, Clock.systemUTC(), Set.of());
            nextIdFile.write(Map.of(ARTICLES, (long) published));
            Path sites = home.resolve("simulated-sites.json");
            Files.createDirectories(home);
            Files.writeString(sites, simulator.sitesJson(DELAY_MILLIS));
            return new SimulatedNews(simulator, sites, publishedBefore);
        } catch (IOException e) {
            throw new UserError("the news simulator could not start: " + e.getMessage(), e);
        }
    }

    @Override
    public Map<String, String> environment() {
        return Map.of(
                "PULSEFEED_ARTICLE_SITES", sitesFile.toString(), "PULSEFEED_CONTACT_URL", "http://127.0.0.1/contact");
    }

    /** The simulated sites are on loopback, which the connector rejects by default. */
    @Override
    public Map<String, String> overrides(String connector) {
        return connector.equals(SOURCE) ? Map.of("allow.private.addresses", "true") : Map.of();
    }

    @Override
    public List<String> connectors() {
        return List.of(SOURCE, "timescale-cryptoviz");
    }

    @Override
    public List<String> topics() {
        return List.of(TOPIC);
    }

    @Override
    public List<String> tables() {
        return List.of(TABLE);
    }

    @Override
    public Map<String, Consumer<ConsumerRecord<String, byte[]>>> recordListeners() {
        return Map.of(TOPIC, this::onArticle);
    }

    private void onArticle(ConsumerRecord<String, byte[]> article) {
        String text = new String(article.value(), StandardCharsets.UTF_8);
        Matcher id = ID.matcher(text);
        if (id.find()) {
            topicCheck.onReceived(id.group(1), Long.parseLong(id.group(2)));
        }
    }

    @Override
    public void startSending(RowCounter rowCounter) {}

    @Override
    public void stopSending() {}

    @Override
    public Map<String, Long> sent() {
        Map<String, Long> last = new LinkedHashMap<>();
        for (NewsSite site : simulator.sites()) {
            last.put(
                    site.origin().toString(),
                    wasRequested(site) ? site.articles().size() : publishedBefore);
        }
        return last;
    }

    @Override
    public DeliveryCheck.Result checkDelivery(Map<String, Long> last, RowCounter rowCounter) {
        long lostRows = 0;
        for (NewsSite site : simulator.sites()) {
            lostRows += last.getOrDefault(site.origin().toString(), publishedBefore)
                    - publishedBefore
                    - rows(rowCounter, site);
        }
        DeliveryCheck.Result inTopic = topicCheck.compareWith(last);
        return new DeliveryCheck.Result(Math.max(inTopic.lost(), lostRows), inTopic.duplicated());
    }

    private static boolean wasRequested(NewsSite site) {
        return site.hits().stream().map(Hit::path).anyMatch("/feed.xml"::equals);
    }

    private long rows(RowCounter rowCounter, NewsSite site) {
        return rowCounter.exists(TABLE)
                ? rowCounter.count(
                        "SELECT count(DISTINCT article_id) FROM article_data WHERE article_id LIKE ?"
                                + " AND split_part(article_id, '/a/', 2)::bigint > ?",
                        site.origin() + "/a/%",
                        publishedBefore)
                : 0;
    }

    @Override
    public Map<String, String> lastValues() {
        return Map.of();
    }

    @Override
    public void close() {
        simulator.close();
    }
}
