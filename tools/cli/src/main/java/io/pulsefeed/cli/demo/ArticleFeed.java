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

    /** Under which the number of articles of earlier runs is kept. */
    private static final String ARTICLES = "articles";

    private final NewsSimulator simulator;
    private final Path sitesFile;
    /** Number of the last article that an earlier run on this home has published. */
    private final long before;

    private final IdLedger topic = new IdLedger();

    private ArticleFeed(NewsSimulator simulator, Path sitesFile, long before) {
        this.simulator = simulator;
        this.sitesFile = sitesFile;
        this.before = before;
        simulator.sites().forEach(site -> topic.expectFrom(site.origin().toString(), before + 1));
    }

    /** @param home the folder for the list of sites that the connector reads */
    static ArticleFeed start(Path home, long seed) {
        try {
            // The connector remembers what it has read on this home: a new run must bring new articles, behind the old
            // ones.
            NumberingFile numbering = new NumberingFile(home.resolve("news-simulator.properties"));
            long before = numbering.nextIds().getOrDefault(ARTICLES, 0L);
            int published = Math.toIntExact(before + ARTICLES_A_SITE);
            NewsSimulator simulator = NewsSimulator.start(0, SITES, published, seed, Clock.systemUTC(), Set.of());
            numbering.write(Map.of(ARTICLES, (long) published));
            Path sites = home.resolve("simulated-sites.json");
            Files.createDirectories(home);
            Files.writeString(sites, simulator.sitesJson(DELAY_MILLIS));
            return new ArticleFeed(simulator, sites, before);
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
            long listed = asked(site) ? site.articles().size() : before;
            last.put(site.origin().toString(), listed);
            lostRows += listed - before - rows(tables, site);
        }
        IdLedger.Balance inTopic = topic.against(last);
        return new IdLedger.Balance(Math.max(inTopic.lost(), lostRows), inTopic.duplicated());
    }

    private static boolean asked(NewsSite site) {
        return site.hits().stream().map(Hit::path).anyMatch("/feed.xml"::equals);
    }

    private long rows(TableMeter tables, NewsSite site) {
        return tables.exists(TABLE)
                ? tables.count(
                        "SELECT count(DISTINCT article_id) FROM article_data WHERE article_id LIKE ?"
                                + " AND split_part(article_id, '/a/', 2)::bigint > ?",
                        site.origin() + "/a/%",
                        before)
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
