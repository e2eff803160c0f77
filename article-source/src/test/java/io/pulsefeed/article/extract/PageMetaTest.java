package io.pulsefeed.article.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageMetaTest {

    @Test
    void selectsTitleByPriority() {
        String title = "<title>From the title - Example News</title>";
        String heading = "<h1>From the <b>heading</b></h1>";
        String jsonLd =
                "<script type=application/ld+json>{\"@type\":\"Article\",\"headline\":\"From &amp; JSON\"}</script>";
        String openGraph = "<meta property=og:title content='From Open Graph'>";

        assertThat(Pages.read(title).title()).isEqualTo("From the title");
        assertThat(Pages.read(title + heading).title()).isEqualTo("From the heading");
        assertThat(Pages.read(title + jsonLd + heading).title()).isEqualTo("From & JSON");
        assertThat(Pages.read(title + jsonLd + openGraph + heading).title()).isEqualTo("From Open Graph");
        assertThat(Pages.read(title + openGraph, new FeedHints("From the feed", null, null, null, null))
                        .title())
                .isEqualTo("From the feed");
        assertThat(Pages.read("<p>x</p>").title()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
            A long enough headline | Site       ; A long enough headline
            A long enough headline - Site       ; A long enough headline
            BTC - a history of bitcoin in ten pages ; BTC - a history of bitcoin in ten pages
            No sign at all                      ; No sign at all
            """)
    void removesSiteNameFromTitle(String title, String expected) {
        assertThat(PageTitle.withoutSiteName(title)).isEqualTo(expected);
    }

    @Test
    void removesSiteNameAfterFullWidthBar() {
        assertThat(Pages.read("<title>\u6bd4\u7279\u5e01\u4ef7\u683c\u4e0a\u6da8\uff5c\u67d0\u7f51</title>")
                        .title())
                .isEqualTo("\u6bd4\u7279\u5e01\u4ef7\u683c\u4e0a\u6da8");
    }

    @Test
    void removesOnlyKnownSiteNameFromOpenGraphTitle() {
        String name = "<meta property=og:site_name content='The Daily'>";

        assertThat(Pages.read(name + "<meta property=og:title content='A headline | The Daily'>")
                        .title())
                .isEqualTo("A headline");
        assertThat(Pages.read("<meta property=og:title content='A headline - Example'>")
                        .title())
                .isEqualTo("A headline");
        assertThat(Pages.read("<meta property=og:title content='Long news - and more'>")
                        .title())
                .isEqualTo("Long news - and more");
    }

    @Test
    void collectsDistinctKeywordsInOrder() {
        ExtractedArticle article = Pages.read(
                "<meta property=article:tag content=Bitcoin><meta property=article:tag content='Mt. Gox'>"
                        + "<meta name=keywords content='bitcoin, Law; Courts'><meta name=category content=Policy>"
                        + "<script type=application/ld+json>{\"@type\":\"Article\",\"keywords\":[\"UK\",7,\"law,@internal\"]}</script>");

        assertThat(article.keywords()).containsExactly("Bitcoin", "Mt. Gox", "UK", "law", "Courts", "Policy");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
            https://example.com/2026/03/09/story            | https://example.com/2026/03/09/story
            https://www.example.com/other                   | https://www.example.com/other
            HTTPS://News.Example.com/a?id=1                 | HTTPS://News.Example.com/a?id=1
            https://other.org/2026/03/09/story              | -
            https://news.example.com/                       | -
            https://news.example.com/2026                   | -
            /2026/03/09/story                               | -
            https://user@news.example.com/a                 | -
            javascript:alert(1)                             | -
            https://news.example.com/a b                    | -
            """)
    void acceptsOnlyPlausibleCanonicalUrls(String href, String expected) {
        URI canonical = Pages.read("<link rel=canonical href='" + href + "'>").canonical();

        assertThat(canonical).isEqualTo(expected == null ? null : URI.create(expected));
    }

    @Test
    void acceptsCanonicalUrlOfAmpPage() {
        PageMeta meta = PageMeta.of(Jsoup.parse("<link rel=canonical href=https://a.example/news/story>"));

        assertThat(meta.canonical(URI.create("https://a.example/news/story/amp")))
                .isEqualTo(URI.create("https://a.example/news/story"));
    }

    @Test
    void usesOpenGraphUrlIfCanonicalLinkIsInvalid() {
        assertThat(Pages.read("<link rel=canonical href=/x><meta property=og:url content=https://example.com/y>")
                        .canonical())
                .isEqualTo(URI.create("https://example.com/y"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            {"@type":"NewsArticle","headline":"H"}
            [null,{"@type":"Organization"},{"@type":["Thing","BlogPosting"],"headline":["H","I"]}]
            {"@graph":[{"@type":"WebPage","mainEntity":{"@type":"Article","headline":"H"}}]}
            <!-- {"@type":"Article","headline":"H"} -->
            /*<![CDATA[*/{"@type":"Article","headline":"H"}/*]]>*/
            //<![CDATA[ {"@type":"Article","headline":"H"} //]]>
            {"@type":"Article","headline":"H",};
            """)
    void parsesLenientJsonLd(String script) {
        assertThat(jsonLd(script).headline).isEqualTo("H");
    }

    @Test
    void parsesUnescapedLineBreaksInJsonLd() {
        assertThat(jsonLd("{\"@type\":\"Article\",\"articleBody\":\"one\n\ttwo\"}").body)
                .isEqualTo("one\n\ttwo");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{", "null", "7", "[[[]]]", "''", "{\"@type\":\"Recipe\",\"headline\":\"H\"}"})
    void ignoresOtherJson(String script) {
        JsonLd jsonLd = jsonLd(
                script, "[".repeat(200_000), "{\"@type\":\"Article\",\"headline\":\"" + "x".repeat(2 << 20) + "\"}");

        assertThat(jsonLd.headline).isEmpty();
    }

    private static JsonLd jsonLd(String... texts) {
        JsonLdScripts scripts = new JsonLdScripts();
        for (String text : texts) {
            scripts.add(text);
        }
        return scripts.article(url -> false, title -> false);
    }
}
