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

/** Five simulated news sites. Every article that a site listed when the connector last asked must arrive, once. */
final class ArticleFeed implements Feed {

    private static final String TOPIC = "rawarticle";
    private static final String TABLE = "article_data";
    private static final String SOURCE = "article-source";
    private static final int SITES = 5;
    private static final int ARTICLES_A_SITE = 6;

    /** The project asks a second between two requests of real publishers; these are ours. */
    private static final long DELAY_MILLIS = 100;

    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)/a/(\\d+)\"");

    private final NewsSimulator simulator;
    private final Path sitesFile;
    private final IdLedger topic = new IdLedger();

    private ArticleFeed(NewsSimulator simulator, Path sitesFile) {
        this.simulator = simulator;
        this.sitesFile = sitesFile;
        simulator.sites().forEach(site -> topic.expectFrom(site.origin().toString(), 1));
    }

    /** @param home the folder for the list of sites that the connector reads */
    static ArticleFeed start(Path home, long seed) {
        try {
            NewsSimulator simulator = NewsSimulator.start(0, SITES, ARTICLES_A_SITE, seed, Clock.systemUTC(), Set.of());
            Path sites = home.resolve("simulated-sites.json");
            Files.createDirectories(home);
            Files.writeString(sites, simulator.sitesJson(DELAY_MILLIS));
            return new ArticleFeed(simulator, sites);
        } catch (IOException e) {
            throw new UserError("the news simulator could not start: " + e.getMessage(), e);
        }
    }

    @Override
    public Map<String, String> environment() {
        return Map.of(
                "PULSEFEED_ARTICLE_SITES", sitesFile.toString(), "PULSEFEED_CONTACT_URL", "http://127.0.0.1/contact");
    }

    /** The simulated sites live on loopback, which the connector otherwise refuses to visit. */
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
    public Map<String, Consumer<ConsumerRecord<String, byte[]>>> readers() {
        return Map.of(TOPIC, this::articleArrived);
    }

    private void articleArrived(ConsumerRecord<String, byte[]> article) {
        String text = new String(article.value(), StandardCharsets.UTF_8);
        Matcher id = ID.matcher(text);
        if (id.find()) {
            topic.arrived(id.group(1), Long.parseLong(id.group(2)));
        }
    }

    @Override
    public void begin(TableMeter tables) {}

    @Override
    public void end() {}

    @Override
    public IdLedger.Balance balance(TableMeter tables) {
        Map<String, Long> last = new LinkedHashMap<>();
        long lostRows = 0;
        for (NewsSite site : simulator.sites()) {
            long listed = asked(site) ? site.articles().size() : 0;
            last.put(site.origin().toString(), listed);
            lostRows += listed - rows(tables, site);
        }
        IdLedger.Balance inTopic = topic.against(last);
        return new IdLedger.Balance(Math.max(inTopic.lost(), lostRows), inTopic.duplicated());
    }

    private static boolean asked(NewsSite site) {
        return site.hits().stream().map(Hit::path).anyMatch("/feed.xml"::equals);
    }

    private static long rows(TableMeter tables, NewsSite site) {
        return tables.exists(TABLE)
                ? tables.count(
                        "SELECT count(DISTINCT article_id) FROM article_data WHERE article_id LIKE ?",
                        site.origin() + "/a/%")
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
