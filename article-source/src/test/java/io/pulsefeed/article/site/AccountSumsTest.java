package io.pulsefeed.article.site;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.article.StoredOffsets;
import io.pulsefeed.article.account.ArticleAccounts;
import io.pulsefeed.article.config.StateConfig;
import io.pulsefeed.article.discovery.FeedParser;
import io.pulsefeed.article.extract.ExtractRules;
import io.pulsefeed.article.fetch.CacheValidators;
import io.pulsefeed.article.fetch.FetchResult;
import io.pulsefeed.article.fetch.FetchResult.Outcome;
import io.pulsefeed.article.fetch.HostRules;
import io.pulsefeed.article.fetch.SiteHeaders;
import io.pulsefeed.article.metrics.ArticleMetrics;
import io.pulsefeed.article.metrics.SkipReason;
import io.pulsefeed.commons.metrics.TaskMetrics;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** The sums of the accounts after random polls, outcomes, hours and restarts. */
class AccountSumsTest {

    private static final StateConfig CONFIG = new StateConfig(4000, 768 << 10, Duration.ofHours(72), false);
    private static final String SITE = "A";
    private static final int ARTICLES = 25;

    @Property(tries = 150)
    void everyListedEntryIsAccountedFor(@ForAll long seed) throws IOException {
        Run run = new Run(new Random(seed));
        for (int step = 0; step < 40; step++) {
            run.step();
        }
        Map<Long, JsonNode> hours = run.accounts();
        int emitted = 0;
        for (JsonNode hour : hours.values()) {
            JsonNode detail = hour.path("detail");
            int skipped = 0;
            for (JsonNode count : detail.path("skipped")) {
                skipped += count.asInt();
            }
            int accounted = hour.path("emitted").asInt()
                    + hour.path("missing").asInt()
                    + detail.path("waiting").asInt()
                    + skipped;
            assertThat(detail.path("listed").asInt()).as(hour.toString()).isEqualTo(accounted);
            assertThat(hour.path("expected").asInt())
                    .as(hour.toString())
                    .isEqualTo(detail.path("new").asInt());
            int published = 0;
            for (JsonNode count : detail.path("published")) {
                published += count.asInt();
            }
            assertThat(published)
                    .as(hour.toString())
                    .isEqualTo(hour.path("emitted").asInt());
            emitted += hour.path("emitted").asInt();
        }
        assertThat(emitted).isEqualTo(run.written);
    }

    /** A site that is polled, without network and threads. */
    private static final class Run {

        private final Random random;
        private final Map<Map<String, Object>, Map<String, Object>> stored = new HashMap<>();
        private final Map<Long, JsonNode> hours = new TreeMap<>();
        private final List<Candidate> pending = new ArrayList<>();
        private final List<PolledList> lists = List.of(list("feed"), list("news"));
        private Instant now = Instant.parse("2026-11-30T08:00:00Z");
        private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
        private @Nullable Map<String, Object> offset;
        private long nowNs;
        private ArticleAccounts accounts = create();
        private SiteState state = SiteState.empty(CONFIG);
        private SiteReporter reporter = reporter();
        private int written;

        Run(Random random) {
            this.random = random;
        }

        private static PolledList list(String name) {
            URI url = URI.create("https://a.example/" + name);
            return new PolledList(DiscoveryType.FEED, url, null, Duration.ofMinutes(5), 0, null);
        }

        private ArticleAccounts create() {
            return new ArticleAccounts("accounts", "articles", "rawarticle", List.of(SITE), clock, () -> nowNs);
        }

        private SiteReporter reporter() {
            ArticleMetrics metrics = new ArticleMetrics(TaskMetrics.NONE, List.of(SITE));
            return new SiteReporter(SITE, metrics, accounts.site(SITE), System::nanoTime);
        }

        void step() throws IOException {
            switch (random.nextInt(10)) {
                case 0 -> now = now.plus(Duration.ofMinutes(random.nextInt(150)));
                case 1 -> restart();
                case 2, 3, 4 -> poll(lists.get(random.nextInt(lists.size())));
                default -> settle();
            }
        }

        private void poll(PolledList list) {
            byte[] body = feed().getBytes(StandardCharsets.UTF_8);
            FetchResult response = new FetchResult(
                    Outcome.OK, 200, list.url(), list.url(), null, body, null, CacheValidators.NONE, null, 0, null, "");
            SiteConfig site = new SiteConfig(
                    SITE,
                    true,
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(Pattern.compile("/excluded")),
                    null,
                    Duration.ZERO,
                    ExtractRules.DEFAULTS,
                    true,
                    SiteHeaders.NONE,
                    false);
            HostRules hosts = new HostRules(List.of("a.example"), List.of(list.url()));
            EntrySelector selector = new EntrySelector(site, CONFIG, hosts, state, clock, () -> nowNs, reporter);
            ListPoller.Listing listing =
                    new ListPoller.Listing(FeedParser.parse(body, null, list.url(), ZoneOffset.UTC), response);
            Set<String> urls = Set.of("https://a.example/feed", "https://a.example/news");
            pending.addAll(selector.select(list, listing, random.nextInt(6), urls));
        }

        /** Also has repeated, old, refused and excluded entries, and entries without a link. */
        private String feed() {
            StringBuilder feed = new StringBuilder("<rss><channel>");
            for (int i = 0; i < random.nextInt(12); i++) {
                int article = random.nextInt(ARTICLES);
                String link =
                        switch (article % 6) {
                            case 0 -> "https://other.example/" + article;
                            case 1 -> "/excluded/" + article;
                            case 2 -> random.nextBoolean() ? "" : "/a/" + article;
                            default -> "/a/" + article;
                        };
                Instant date = article % 7 == 0 ? now.minus(Duration.ofDays(4)) : now.minusSeconds(article);
                feed.append("<item><title>T</title><link>").append(link).append("</link><guid isPermaLink='false'>");
                feed.append(article).append("</guid><pubDate>").append(date).append("</pubDate></item>");
            }
            return feed.append("</channel></rss>").toString();
        }

        private void settle() {
            if (pending.isEmpty()) {
                return;
            }
            Candidate candidate = pending.get(random.nextInt(pending.size()));
            switch (random.nextInt(5)) {
                case 0 -> {
                    pending.remove(candidate);
                    reporter.skipped(candidate, SkipReason.ROBOTS);
                    state.markAbandoned(candidate.ids());
                }
                case 1 -> {
                    pending.remove(candidate);
                    reporter.skipped(candidate, SkipReason.DUPLICATE);
                    state.markWritten(candidate.ids());
                }
                case 2 -> {
                    // It is retried.
                }
                default -> {
                    pending.remove(candidate);
                    state.remember(candidate.list(), candidate.ids());
                    offset = state.advance(candidate.ids(), candidate.date());
                    accounts.written(SITE, candidate.key(), candidate.date());
                    written++;
                }
            }
        }

        private void restart() throws IOException {
            write();
            pending.clear();
            accounts = create();
            accounts.restore(new StoredOffsets(stored));
            state = offset == null ? SiteState.empty(CONFIG) : SiteState.restore(offset, CONFIG);
            accounts.site(SITE).settleWritten(state::isWritten);
            reporter = reporter();
        }

        private void write() throws IOException {
            nowNs += Duration.ofMinutes(1).toNanos();
            List<SourceRecord> records = new ArrayList<>();
            accounts.addDueTo(records);
            for (SourceRecord record : records) {
                stored.put(new HashMap<>(record.sourcePartition()), new HashMap<>(record.sourceOffset()));
                JsonNode account = new ObjectMapper().readTree((byte[]) record.value());
                hours.put(account.path("timestamp").asLong(), account);
            }
        }

        Map<Long, JsonNode> accounts() throws IOException {
            write();
            return hours;
        }
    }
}
