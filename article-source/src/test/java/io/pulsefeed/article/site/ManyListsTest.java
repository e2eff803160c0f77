package io.pulsefeed.article.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.article.account.SiteAccount;
import io.pulsefeed.article.config.StateConfig;
import io.pulsefeed.article.discovery.FeedParser;
import io.pulsefeed.article.extract.ExtractRules;
import io.pulsefeed.article.fetch.CacheValidators;
import io.pulsefeed.article.fetch.FetchResult;
import io.pulsefeed.article.fetch.FetchResult.Outcome;
import io.pulsefeed.article.fetch.HostRules;
import io.pulsefeed.article.fetch.SiteHeaders;
import io.pulsefeed.article.metrics.ArticleMetrics;
import io.pulsefeed.commons.metrics.TaskMetrics;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Reads many large lists in virtual time, with restarts from the stored offset. */
class ManyListsTest {

    private static final StateConfig CONFIG = new StateConfig(4000, 768 << 10, Duration.ofHours(72), false);
    private static final Duration INTERVAL = Duration.ofHours(3);
    private static final int MAX_OFFSET = 1 << 20;

    private Instant now = Instant.parse("2026-01-15T00:00:00Z");
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private final Map<String, Integer> written = new HashMap<>();
    private final List<PolledList> lists = new ArrayList<>();
    private SiteState state = SiteState.empty(CONFIG);
    private Map<String, Object> offset = Map.of();

    @Test
    void fiftyListsOfThousandEntriesRepeatNothingInADay() {
        int listCount = 50;
        int entries = 1_000;
        int newPerPoll = 15;
        addLists(listCount);
        int polls = (int) (Duration.ofDays(1).toHours() / INTERVAL.toHours());
        for (int poll = 0; poll < polls; poll++) {
            for (int list = 0; list < listCount; list++) {
                read(list, urls(list, poll * newPerPoll, entries), entries);
            }
            if (poll % 2 == 1) {
                state = SiteState.restore(offset, CONFIG);
            }
            now = now.plus(INTERVAL);
        }

        assertThat(written).hasSize(listCount * (entries + (polls - 1) * newPerPoll));
        assertThat(Collections.max(written.values())).isEqualTo(1);
        assertThat(offset.toString().length()).isLessThan(MAX_OFFSET);
    }

    @Test
    void tenSitemapsOfSixHundredUrlsRepeatNothing() {
        addLists(10);
        for (int poll = 0; poll < 3; poll++) {
            for (int list = 0; list < 10; list++) {
                read(list, urls(list, 0, 600), 600);
            }
        }

        assertThat(written).hasSize(6_000);
        assertThat(Collections.max(written.values())).isEqualTo(1);
    }

    @Test
    void limitSelectsNewestArticlesAndKeepsOthersForLaterPolls() {
        addLists(1);

        List<String> first = read(0, urls(0, 0, 30), 10);
        read(0, urls(0, 0, 30), 10);
        read(0, urls(0, 0, 30), 10);

        assertThat(first).hasSize(10).first().isEqualTo("https://a.example/0/20");
        assertThat(first).last().isEqualTo("https://a.example/0/29");
        assertThat(written).hasSize(30);
    }

    private void addLists(int count) {
        for (int i = 0; i < count; i++) {
            URI url = URI.create("https://a.example/sitemap-" + i + ".xml");
            lists.add(new PolledList(DiscoveryType.NEWS_SITEMAP, url, null, INTERVAL, 0, null));
        }
    }

    /** A sitemap of entries {@code from} to {@code from + count}, oldest first. */
    private String urls(int list, int from, int count) {
        StringBuilder urls = new StringBuilder("<urlset>");
        for (int i = from; i < from + count; i++) {
            urls.append("<url><loc>https://a.example/")
                    .append(list)
                    .append('/')
                    .append(i)
                    .append("</loc><lastmod>");
            urls.append(Instant.parse("2026-01-14T00:00:00Z").plusSeconds(i)).append("</lastmod></url>");
        }
        return urls.append("</urlset>").toString();
    }

    /** Reads a list and writes the selected articles. */
    private List<String> read(int index, String document, int limit) {
        PolledList list = lists.get(index);
        SiteConfig site = new SiteConfig(
                "A",
                true,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                null,
                Duration.ZERO,
                ExtractRules.DEFAULTS,
                true,
                SiteHeaders.NONE,
                false);
        HostRules hosts =
                new HostRules(List.of(), lists.stream().map(PolledList::url).toList());
        SiteReporter reporter = new SiteReporter(
                "A", new ArticleMetrics(TaskMetrics.NONE, List.of("A")), new SiteAccount("A", clock), System::nanoTime);
        EntrySelector selector = new EntrySelector(site, CONFIG, hosts, state, clock, System::nanoTime, reporter);
        byte[] body = document.getBytes(StandardCharsets.UTF_8);
        FetchResult response = new FetchResult(
                Outcome.OK, 200, list.url(), list.url(), null, body, null, CacheValidators.NONE, null, 0, null, "");
        ListPoller.Listing listing =
                new ListPoller.Listing(FeedParser.parse(body, null, list.url(), ZoneOffset.UTC), response);
        Set<String> all = new HashSet<>();
        lists.forEach(each -> all.add(each.configuredUrl().toString()));
        List<String> links = new ArrayList<>();
        for (Candidate candidate : selector.select(list, listing, limit, all)) {
            links.add(candidate.link().toString());
            written.merge(candidate.link().toString(), 1, Integer::sum);
            state.remember(candidate.list(), candidate.ids());
            offset = state.advance(candidate.ids(), candidate.date());
        }
        return links;
    }
}
