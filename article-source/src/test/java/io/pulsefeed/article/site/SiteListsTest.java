package io.pulsefeed.article.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.article.account.SiteAccount;
import io.pulsefeed.article.metrics.ArticleMetrics;
import io.pulsefeed.commons.metrics.TaskMetrics;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SiteListsTest {

    private static final URI INDEX = URI.create("https://a.example/sitemap.xml");
    private static final URI FEED = URI.create("https://a.example/feed");

    private final SiteReporter reporter = new SiteReporter(
            "A",
            new ArticleMetrics(TaskMetrics.NONE, List.of("A")),
            new SiteAccount("A", Clock.systemUTC()),
            System::nanoTime);

    @Test
    void readsTheSitemapsOfEachDayForAYear() {
        SiteLists lists = lists(DiscoveryType.SITEMAP, INDEX);
        PolledList index = lists.next().orElseThrow();
        LocalDate first = LocalDate.parse("2026-01-01");
        for (int day = 0; day < 365; day++) {
            URI[] newest = new URI[10];
            for (int i = 0; i < newest.length; i++) {
                newest[i] = URI.create("https://a.example/sitemap-" + first.plusDays(day - i) + ".xml");
            }

            lists.replaceFound(index, found(DiscoveryType.SITEMAP, newest));

            assertThat(lists.urls()).hasSize(11).contains(INDEX.toString(), newest[0].toString());
        }
    }

    @Test
    void keepsTheStateOfListsThatAreFoundAgain() {
        SiteLists lists = lists(DiscoveryType.SITEMAP, INDEX);
        PolledList index = lists.next().orElseThrow();
        URI child = URI.create("https://a.example/news.xml");
        lists.replaceFound(index, found(DiscoveryType.SITEMAP, child));
        index.postponeTo(Long.MAX_VALUE / 2 + System.nanoTime());
        PolledList news = lists.next().orElseThrow();
        news.moveTo(URI.create("https://a.example/news-2.xml"));

        lists.replaceFound(index, found(DiscoveryType.SITEMAP, child));

        assertThat(lists.next()).containsSame(news);
    }

    @Test
    void removesListsOfARemovedIndex() {
        SiteLists lists = lists(DiscoveryType.SITEMAP, INDEX);
        PolledList index = lists.next().orElseThrow();
        lists.replaceFound(index, found(DiscoveryType.SITEMAP, URI.create("https://a.example/index-2.xml")));
        index.postponeTo(Long.MAX_VALUE / 2 + System.nanoTime());
        PolledList second = lists.next().orElseThrow();
        lists.replaceFound(second, found(DiscoveryType.SITEMAP, URI.create("https://a.example/child.xml"), INDEX));
        assertThat(lists.urls()).hasSize(3);

        lists.replaceFound(index, found(DiscoveryType.SITEMAP, FEED));

        assertThat(lists.urls()).containsExactlyInAnyOrder(INDEX.toString(), FEED.toString());
    }

    @Test
    void homePageOnlyAddsLists() {
        SiteLists lists = lists(DiscoveryType.DISCOVER, URI.create("https://a.example/"));
        PolledList home = lists.next().orElseThrow();
        lists.replaceFound(home, found(DiscoveryType.SITEMAP, INDEX));

        lists.replaceFound(home, found(DiscoveryType.FEED, FEED));

        assertThat(lists.urls()).hasSize(3);
    }

    @Test
    void limitAppliesToFoundListsOnly() {
        URI[] configured = urls("configured", 40);
        SiteLists lists = lists(DiscoveryType.SITEMAP, configured);
        PolledList index = lists.next().orElseThrow();

        lists.replaceFound(index, found(DiscoveryType.SITEMAP, urls("found", 50)));

        assertThat(lists.urls()).hasSize(40 + 30);
    }

    private SiteLists lists(DiscoveryType type, URI... urls) {
        List<DiscoverySource> sources = List.of(urls).stream()
                .map(url -> new DiscoverySource(type, url, null, null))
                .toList();
        return new SiteLists(sources, Duration.ofMinutes(5), System::nanoTime, reporter);
    }

    private static URI[] urls(String name, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> URI.create("https://a.example/" + name + "/" + i))
                .toArray(URI[]::new);
    }

    private static Map<URI, DiscoveryType> found(DiscoveryType type, URI... urls) {
        Map<URI, DiscoveryType> found = new LinkedHashMap<>();
        for (URI url : urls) {
            found.put(url, type);
        }
        return found;
    }
}
