package io.pulsefeed.article.extract;

import static io.pulsefeed.article.extract.Pages.NOW;
import static io.pulsefeed.article.extract.Pages.published;
import static io.pulsefeed.article.extract.Pages.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class PublishedDateTest {

    private static final String META = "<meta property=article:published_time content='2026-03-09T08:15:00+01:00'>";
    private static final Instant META_DATE = Instant.parse("2026-03-09T07:15:00Z");

    @Test
    void feedDateHasPriority() {
        assertThat(read(META, published("2026-03-09T06:00:01Z")).published()).isEqualTo("2026-03-09T06:00:01Z");
    }

    @Test
    void prefersPageDateOverDayOnlyOrFutureFeedDate() {
        assertThat(read(META, published("2026-03-09T00:00:00Z")).published()).isEqualTo(META_DATE);
        assertThat(read(META, published("2026-03-10T18:00:00Z")).published()).isEqualTo(META_DATE);
        assertThat(read(META).published()).isEqualTo(META_DATE);
    }

    @Test
    void selectsPageDateByPriority() {
        String time = "<time datetime=2026-03-01T01:00:00Z>1 March</time>";
        String marked = "<span itemprop=datePublished content=2026-03-02T01:00:00Z></span>";
        String jsonLd =
                "<script type=application/ld+json>{\"@type\":\"Article\",\"datePublished\":\"2026-03-04T01:00:00Z\"}</script>";

        assertThat(read("<p>x").published()).isEqualTo("2026-03-09T00:00:00Z");
        assertThat(read(time).published()).isEqualTo("2026-03-01T01:00:00Z");
        assertThat(read(time + marked).published()).isEqualTo("2026-03-02T01:00:00Z");
        assertThat(read(time + marked + META).published()).isEqualTo(META_DATE);
        assertThat(read(time + marked + META + jsonLd).published()).isEqualTo("2026-03-04T01:00:00Z");
    }

    @Test
    void appliesConfiguredDateSelectorAndZone() {
        ExtractRules rules = new ExtractRules(null, List.of(), null, ".when", ZoneId.of("Asia/Tokyo"), 1000);

        assertThat(read(META + "<b class=when>March 8, 2026 9:00 AM</b>", FeedHints.NONE, rules)
                        .published())
                .isEqualTo("2026-03-08T00:00:00Z");
    }

    @Test
    void ignoresImplausibleDates() {
        String old = "<meta property=article:published_time content=1970-01-01T00:00:00Z>";
        String far = "<meta property=article:published_time content=2027-01-01T00:00:00Z>";

        assertThat(read(old).published()).isEqualTo("2026-03-09T00:00:00Z");
        assertThat(read(far).published()).isEqualTo("2026-03-09T00:00:00Z");
    }

    @Test
    void clampsSlightlyFutureDateToNow() {
        assertThat(read("<p>x", published("2026-03-10T18:00:00Z")).published()).isEqualTo(NOW);
    }

    @Test
    void fallsBackToUpdateTimeOfFeed() {
        FeedHints hints = new FeedHints(null, null, null, null, Instant.parse("2026-03-05T01:02:03Z"));
        ArticleExtractor extractor = new ArticleExtractor(java.time.Clock.fixed(NOW, java.time.ZoneOffset.UTC));
        byte[] body = "<p>x".getBytes(StandardCharsets.UTF_8);

        assertThat(extractor
                        .extract(new PageInput(
                                body,
                                "text/html",
                                java.net.URI.create("https://a.example/x"),
                                hints,
                                ExtractRules.DEFAULTS))
                        .published())
                .isEqualTo("2026-03-05T01:02:03Z");
        assertThat(extractor
                        .extract(new PageInput(
                                body,
                                "text/html",
                                java.net.URI.create("https://a.example/x"),
                                FeedHints.NONE,
                                ExtractRules.DEFAULTS))
                        .published())
                .isNull();
    }
}
