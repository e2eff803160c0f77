package io.pulsefeed.article.date;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jsoup.Jsoup;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublishedDateTest {

    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
    private static final URI URL = URI.create("https://news.example.com/story");
    private static final String META = "<meta property=article:published_time content='2026-03-09T08:15:00+01:00'>";
    private static final Instant META_DATE = Instant.parse("2026-03-09T07:15:00Z");
    private static final PublishedDate DATES = new PublishedDate(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void exactFeedDateHasPriority() {
        ArticleDate date = find(parsed("2026-03-09T06:00:01Z"), META);

        assertThat(date.instant()).isEqualTo("2026-03-09T06:00:01Z");
        assertThat(date.source()).isEqualTo(DateSource.FEED);
        assertThat(date.precision()).isEqualTo(DatePrecision.SECOND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-03-09", "2026-03-09T00:00:00Z", "2026-03-10T18:00:00Z"})
    void prefersPageDateOverDayOnlyOrFutureFeedDate(String feed) {
        assertThat(find(parsed(feed), META).instant()).isEqualTo(META_DATE);
    }

    @Test
    void prefersDayOfFeedOverDayInUrl() {
        ArticleDate date = DATES.find(
                parsed("2026-03-08"), null, null, URI.create("https://a.example/2026/03/07/x"), ZoneOffset.UTC);

        assertThat(date.localDay()).isEqualTo("2026-03-08");
        assertThat(date.source()).isEqualTo(DateSource.FEED);
    }

    @Test
    void selectsPageDateByPriority() {
        String time = "<time datetime=2026-03-01T01:00:00Z>1 March</time>";
        String marked = "<span itemprop=datePublished content=2026-03-02T01:00:00Z></span>";

        assertThat(page(time)).isEqualTo("2026-03-01T01:00:00Z");
        assertThat(page(time + marked)).isEqualTo("2026-03-02T01:00:00Z");
        assertThat(page(time + marked + META)).isEqualTo(META_DATE);
        assertThat(find(null, time + marked + META, "2026-03-04T01:00:00Z", "").instant())
                .isEqualTo("2026-03-04T01:00:00Z");
    }

    @ParameterizedTest
    @CsvSource({
        "parsely-pub-date",
        "date",
        "dc.date",
        "DC.date.issued",
        "og:article:published_time",
        "article:published_time",
        "sailthru.date",
        "pubdate",
        "publish-date",
        "datePublished",
        "dcterms.created",
        "shareaholic:article_published_time"
    })
    void readsNamesOfMetaTags(String name) {
        ArticleDate date = find(null, "<meta name='" + name + "' content='2026-03-09T08:15:00Z'>");

        assertThat(date.instant()).isEqualTo("2026-03-09T08:15:00Z");
        assertThat(date.source()).isEqualTo(DateSource.META);
    }

    @Test
    void addsTimeOfDayFromLaterSourceOfTheSameDay() {
        String day = "<meta name=article:published_time content=2026-03-09>";

        assertThat(page(day + "<time datetime='2026-03-09T08:15Z'>")).isEqualTo("2026-03-09T08:15:00Z");
        assertThat(page(day + "<time datetime='2026-03-01T08:15Z'>")).isEqualTo("2026-03-09T00:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<time class=updated datetime=2026-03-09T01:00:00Z>upd</time><time class=published datetime=2026-03-05T08:00:00Z>",
                "<time class=updated datetime=2026-03-09T01:00:00Z>upd</time><time datetime=2026-03-05T08:00:00Z>",
                "<p>Updated: <time datetime=2026-03-09T01:00:00Z></time> Published: <time datetime=2026-03-05T08:00:00Z></time>",
                "<meta property=article:modified_time content=2026-03-09T01:00:00Z><time datetime=2026-03-05T08:00:00Z>",
                "<p>Aktualisiert: 9. M\u00e4rz 2026, 1:00 Uhr</p><p>Ver\u00f6ffentlicht am 5. M\u00e4rz 2026, 8:00</p>",
                "<div class=date>"
                        + "\u041e\u043f\u0443\u0431\u043b\u0438\u043a\u043e\u0432\u0430\u043d\u043e"
                        + " 5 \u043c\u0430\u0440\u0442\u0430 2026, 8:00</div>"
            })
    void prefersPublicationToUpdate(String html) {
        assertThat(page(html)).isEqualTo("2026-03-05T08:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<abbr class=timeago title='2026-03-09T07:15:00Z'>yesterday</abbr>",
                "<span class=date data-datetime='2026-03-09T07:15:00Z'>1 hour ago</span>",
                "<span class=post-date data-timestamp=1773040500>1 hour ago</span>",
                "<time data-timestamp=1773040500000>1 hour ago</time>"
            })
    void readsAttributesOfRelativeDates(String html) {
        assertThat(page(html)).isEqualTo(META_DATE);
    }

    @Test
    void readsTextOfTimeElement() {
        ArticleDate date = find(null, "<article><h1>x</h1><time>March 5, 2026</time>");

        assertThat(date.instant()).isEqualTo("2026-03-05T00:00:00Z");
        assertThat(date.precision()).isEqualTo(DatePrecision.DAY);
        assertThat(date.source()).isEqualTo(DateSource.TIME);
    }

    @Test
    void readsJsonInScripts() {
        String state = "<script>window.state = {\"article\":{\"publishedAt\":\"2026-03-05T08:00:00Z\"}}</script>";
        String escaped = "<script>push(\"{\\\"datePublished\\\":\\\"2026-03-05T08:00:00Z\\\"}\")</script>";

        assertThat(page(state)).isEqualTo("2026-03-05T08:00:00Z");
        assertThat(page(escaped)).isEqualTo("2026-03-05T08:00:00Z");
        assertThat(find(null, state).source()).isEqualTo(DateSource.SCRIPT);
    }

    @ParameterizedTest
    @CsvSource({
        "/2026/03/05/story,2026-03-05",
        "/2026/mar/05/story,2026-03-05",
        "/news/2026-3-5-story,2026-03-05",
        "/detail/20260305_17.html,2026-03-05"
    })
    void readsDayInUrl(String path, String day) {
        ArticleDate date =
                DATES.find(null, null, null, URI.create("https://a.example" + path), ZoneId.of("Asia/Tokyo"));

        assertThat(date.localDay()).isEqualTo(day);
        assertThat(date.precision()).isEqualTo(DatePrecision.DAY);
        assertThat(date.source()).isEqualTo(DateSource.URL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<p>Posted on March 5, 2026 by A. Writer</p>",
                "<p>Publi\u00e9 le</p><p>5 mars 2026</p>",
                "<p>Fecha: 05/03/2026</p>",
                "<span class=article-date>05.03.2026</span>",
                "<abbr class=published title=2026-03-05T00:00:00Z>yesterday</abbr>",
                "<h1>x</h1><p>March 5, 2026</p>",
                "<p>LONDON (5 March 2026) - The exchange said that it would open its books, a step that few have taken so far.</p>",
                "<p>\u53d1\u5e03\u65f6\u95f4\uff1a2026\u5e743\u67085\u65e5</p>"
            })
    void readsVisibleDates(String html) {
        assertThat(find(null, "<html lang=es><body>" + html).localDay()).isEqualTo("2026-03-05");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<p>On January 3, 2009 the first block was mined, and for a long time nobody took any notice of it, as people say.</p>",
                "<div class=related><time datetime=2026-03-01>1</time><time datetime=2026-03-02>2</time></div>",
                "<meta name=date content=2019>",
                "<p>Version 10.12.2.1 and 1.2.3</p>"
            })
    void ignoresOtherDates(String html) {
        assertThat(find(null, html)).isNull();
    }

    @Test
    void ignoresDatesAroundTheArticle() {
        String related = "<div class=related-posts><time datetime=2026-03-01T01:00:00Z></time></div>";

        assertThat(page(related + "<article><time datetime=2026-03-05T08:00:00Z></time></article>"))
                .isEqualTo("2026-03-05T08:00:00Z");
    }

    @Test
    void appliesConfiguredDateSelectorAndZone() {
        PageDates page = PageDates.of(
                Jsoup.parse(META + "<b class=when>March 8, 2026 9:00 AM</b>"), ".when", "2026-03-01T00:00:00Z", "");

        ArticleDate date = DATES.find(null, null, page, URL, ZoneId.of("Asia/Tokyo"));

        assertThat(date.instant()).isEqualTo("2026-03-08T00:00:00Z");
        assertThat(date.source()).isEqualTo(DateSource.SELECTOR);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01T00:00:00Z", "2027-01-01T00:00:00Z"})
    void ignoresImplausibleDates(String published) {
        assertThat(find(null, "<meta property=article:published_time content=" + published + ">"))
                .isNull();
    }

    @Test
    void clampsSlightlyFutureDateToNow() {
        assertThat(find(parsed("2026-03-10T18:00:00Z"), "<p>x").instant()).isEqualTo(NOW);
    }

    @Test
    void fallsBackToUpdateTimeOfFeed() {
        ArticleDate date = DATES.find(null, parsed("2026-03-05T01:02:03Z"), null, URL, ZoneOffset.UTC);

        assertThat(date.instant()).isEqualTo("2026-03-05T01:02:03Z");
        assertThat(DATES.find(null, null, null, URL, ZoneOffset.UTC)).isNull();
    }

    private static ParsedDate parsed(String text) {
        return DateParser.parse(text, ZoneOffset.UTC).orElseThrow();
    }

    private static Instant page(String html) {
        return find(null, html).instant();
    }

    private static @Nullable ArticleDate find(@Nullable ParsedDate feed, String html) {
        return find(feed, html, "", "");
    }

    private static @Nullable ArticleDate find(
            @Nullable ParsedDate feed, String html, String jsonLdPublished, String jsonLdModified) {
        PageDates page = PageDates.of(Jsoup.parse(html), null, jsonLdPublished, jsonLdModified);
        return DATES.find(feed, null, page, URL, ZoneOffset.UTC);
    }
}
