package io.pulsefeed.article.extract;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.article.date.DateSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages that describe several articles, contradict themselves, or are not the article. */
class PageVariantsTest {

    private static final String RELATED =
            "{\"@type\":\"NewsArticle\",\"headline\":\"Another story\",\"url\":\"https://news.example.com/other\","
                    + "\"datePublished\":\"2025-01-01T08:00:00Z\",\"author\":{\"name\":\"Other\"},\"keywords\":\"other\"}";
    private static final String OWN =
            "{\"@type\":\"NewsArticle\",\"headline\":\"The story\",\"datePublished\":\"2026-03-05T08:00:00Z\","
                    + "\"author\":{\"name\":\"Own\"},\"keywords\":\"own\"}";
    private static final String HEADING = "<h1>The story</h1>";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[" + RELATED + "," + OWN + "]",
                "{\"@graph\":[" + RELATED + "," + OWN + "]}",
                "{\"@type\":\"ItemList\",\"itemListElement\":[" + RELATED
                        + "]}</script><script type=application/ld+json>" + OWN,
                RELATED + "</script><script type='application/ld+json; charset=utf-8'>" + OWN,
                "{\"@type\":\"WebPage\",\"mainEntity\":{\"@type\":\"ItemList\",\"itemListElement\":[" + RELATED + "]}}"
                        + "</script><script type=application/ld+json>" + OWN
            })
    void readsTheArticleOfThePageAmongOthers(String script) {
        ExtractedArticle article = read(HEADING + jsonLd(script));

        assertThat(article.date().instant()).isEqualTo("2026-03-05T08:00:00Z");
        assertThat(article.details().author()).isEqualTo("Own");
        assertThat(article.keywords()).containsExactly("own");
        assertThat(article.title()).isEqualTo("The story");
    }

    @Test
    void urlIdentifiesTheArticleOfThePage() {
        String own = OWN.replace("The story", "A headline for search engines")
                .replace(
                        "\"author\"",
                        "\"mainEntityOfPage\":{\"@id\":\"http://news.example.com/2026/03/09/story/?x=1\"},\"author\"");

        ExtractedArticle article =
                read("<h1>Another story</h1>" + jsonLd("[" + RELATED + "," + own.replace("http:", "https:") + "]"));

        assertThat(article.details().author()).isEqualTo("Own");
    }

    @Test
    void listOfOtherArticlesIsNotAnArticle() {
        ExtractedArticle article =
                read("<h1>Markets</h1>" + jsonLd("{\"@type\":\"ItemList\",\"itemListElement\":[" + RELATED + "]}"));

        assertThat(article.kind()).isEqualTo(PageKind.OTHER);
        assertThat(article.date().source()).isEqualTo(DateSource.URL);
        assertThat(article.details().author()).isNull();
    }

    @Test
    void partialNodesOfOneArticleAreMerged() {
        ExtractedArticle article = read(HEADING
                + jsonLd("{\"@graph\":[{\"@type\":\"Article\",\"headline\":\"The story\"}," + OWN
                        + ",{\"@type\":\"Article\",\"articleSection\":\"Markets\"}]}"));

        assertThat(article.date().instant()).isEqualTo("2026-03-05T08:00:00Z");
        assertThat(article.details().section()).isEqualTo("Markets");
    }

    @Test
    void resolvesReferencesOfGraph() {
        ExtractedArticle article = read(HEADING
                + jsonLd(
                        "{\"@graph\":[{\"@type\":\"Article\",\"headline\":\"The story\",\"author\":[{\"@id\":\"#p\"},{\"@id\":\"#x\"}],"
                                + "\"image\":{\"@id\":\"#i\"}},{\"@type\":\"Person\",\"@id\":\"#p\",\"name\":\"A. Writer\"},"
                                + "{\"@type\":\"ImageObject\",\"@id\":\"#i\",\"contentUrl\":\"/i.jpg\"}]}"));

        assertThat(article.details().author()).isEqualTo("A. Writer");
        assertThat(article.details().image()).isEqualTo("https://news.example.com/i.jpg");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
            "isAccessibleForFree":false                                                       | true
            "isAccessibleForFree":"False"                                                     | true
            "isAccessibleForFree":"https://schema.org/False"                                  | true
            "isAccessibleForFree":"no"                                                        | true
            "isAccessibleForFree":["false"]                                                   | true
            "isAccessibleForFree":true                                                        | false
            "isAccessibleForFree":"http://schema.org/True"                                    | false
            "isAccessibleForFree":null                                                        | -
            "isAccessibleForFree":""                                                          | -
            "hasPart":{"@type":"WebPageElement","isAccessibleForFree":"False"}                | true
            "hasPart":[{"name":"x"},{"isAccessibleForFree":false,"cssSelector":".p"}]         | true
            "hasPart":[]                                                                      | -
            """)
    void readsPaywall(String field, Boolean expected) {
        ExtractedArticle article =
                read(HEADING + jsonLd("{\"@type\":\"NewsArticle\",\"headline\":\"The story\"," + field + "}"));

        assertThat(article.details().isPaywalled()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1772697600",
                "1772697600000",
                "\"2026-03-05T08:00:00Z\"",
                "{\"@value\":\"2026-03-05T08:00:00Z\"}",
                "[\"2026-03-05T08:00Z\"]"
            })
    void readsDateOfJsonLd(String value) {
        ExtractedArticle article =
                read(jsonLd("{\"@type\":\"Article\",\"headline\":\"The story\",\"datePublished\":" + value + "}"));

        assertThat(article.date().instant()).isEqualTo("2026-03-05T08:00:00Z");
    }

    @Test
    void splitsKeywordsOfAllScripts() {
        ExtractedArticle article = read(
                "<meta name=keywords content='\u6bd4\u7279\u5e01\uff0c\u4ee5\u592a\u574a\u3001DeFi; a'>"
                        + jsonLd(
                                "{\"@type\":\"Article\",\"keywords\":[{\"@type\":\"DefinedTerm\",\"name\":\"ETF\"},\"b\u060cc\"]}"));

        assertThat(article.keywords())
                .containsExactlyInAnyOrder("ETF", "b", "c", "\u6bd4\u7279\u5e01", "\u4ee5\u592a\u574a", "DeFi", "a");
    }

    @Test
    void usesNextImageIfTheFirstOneIsNoUrl() {
        assertThat(
                        read("<meta property=og:image content='data:image/png;base64,AAAA'><meta name=twitter:image content='/t.jpg'>")
                                .details()
                                .image())
                .isEqualTo("https://news.example.com/t.jpg");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Just a moment...",
                "Attention Required! | Cloudflare",
                "Access Denied",
                "Access denied | news.example.com used Cloudflare to restrict access",
                "Before you continue to Example",
                "Cookie Consent",
                "Security check - Example"
            })
    void recognizesChallenges(String title) {
        assertThat(read("<title>" + title + "</title><p>" + "Please enable cookies and reload the page. ".repeat(20))
                        .source())
                .isEqualTo(TextSource.CHALLENGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Consent rules for exchanges become stricter in June - Example",
                "Access denied: banks close the accounts of two exchanges",
                "Security check finds a flaw in the wallet of Example"
            })
    void shortArticleIsNotAChallenge(String title) {
        String text = "<p>" + "The exchange said on Monday that it would open its books to auditors. ".repeat(12);

        assertThat(read("<title>" + title + "</title><h1>" + title + "</h1>" + text)
                        .source())
                .isNotEqualTo(TextSource.CHALLENGE);
        assertThat(
                        read("<meta property=og:type content=article><title>Captcha</title><div class=h-captcha></div><p>Short.")
                                .source())
                .isNotEqualTo(TextSource.CHALLENGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "404",
                "Error 404 | Example",
                "404 - Page not found",
                "Page not found - Example",
                "Oops! This page could not be found.",
                "This article is no longer available",
                "Seite nicht gefunden",
                "Page introuvable - Exemple",
                "P\u00e1gina no encontrada",
                "\u0421\u0442\u0440\u0430\u043d\u0438\u0446\u0430 \u043d\u0435 \u043d\u0430\u0439\u0434\u0435\u043d\u0430",
                "\u30da\u30fc\u30b8\u304c\u898b\u3064\u304b\u308a\u307e\u305b\u3093 | Example",
                "\u9875\u9762\u4e0d\u5b58\u5728"
            })
    void recognizesMissingPages(String title) {
        assertThat(read("<title>" + title + "</title><p>Sorry. Try the search.").source())
                .isEqualTo(TextSource.MISSING);
        assertThat(read("<title>Example</title><h1>" + title + "</h1><p>Sorry. Try the search.")
                        .source())
                .isEqualTo(TextSource.MISSING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4040 bitcoins were moved",
                "Block 404 of the new chain was mined",
                "Private keys not found, says liquidator",
                "Court finds no page missing"
            })
    void articleIsNotAMissingPage(String title) {
        assertThat(read("<title>" + title + "</title><h1>" + title + "</h1><p>The liquidator said so on Monday.")
                        .source())
                .isNotEqualTo(TextSource.MISSING);
    }

    @Test
    void wordsOfCustomElementsAreNotJoined() {
        ExtractedArticle article =
                read("<x-app><x-nav>Home Markets</x-nav><x-story><x-title>Story</x-title><x-p>" + Pages.LEAD
                        + "</x-p><x-p>The price of <x-coin>BTC</x-coin> and of <x-coin>ETH</x-coin> rose after the message of the exchange."
                        + "</x-p><x-p>" + Pages.THIRD + "</x-p></x-story></x-app>");

        assertThat(article.text().lines()).contains(Pages.LEAD, Pages.THIRD);
        assertThat(Pages.read(
                                "<article><p>The price of <x-coin>BTC</x-coin> and of <x-coin>ETH</x-coin> rose, as analysts "
                                        + "had expected it for some time.</p>" + Pages.paragraphs())
                        .text())
                .startsWith("The price of BTC and of ETH rose, as");
    }

    @Test
    void footerIsNotTheTextOfAVideo() {
        ExtractedArticle article = read(
                "<title>Video</title><meta name=description content='We explain the market.'><h1>Video</h1>"
                        + "<video src=x></video><footer><p>Copyright 2026 Example Media. All rights reserved.</p></footer>");

        assertThat(article.source()).isEqualTo(TextSource.SUMMARY);
        assertThat(article.text()).isEqualTo("We explain the market.");
    }

    @Test
    void readsPageInRightToLeftScript() {
        String sentence = "\u0642\u0627\u0644\u062a \u0627\u0644\u0628\u0648\u0631\u0635\u0629 \u0625\u0646 "
                + "\u0633\u0639\u0631 \u0627\u0644\u0628\u064a\u062a\u0643\u0648\u064a\u0646 \u0627\u0631\u062a\u0641\u0639 "
                + "\u0628\u0646\u0633\u0628\u0629 \u0665\u066a. ";
        ExtractedArticle article =
                read("<html dir=rtl lang=ar><h1>\u0627\u0644\u0628\u064a\u062a\u0643\u0648\u064a\u0646</h1><article><p>"
                        + sentence.repeat(5) + "<p>" + sentence.repeat(5)
                        + "</article><time>\u0665 \u0645\u0627\u0631\u0633 \u0662\u0660\u0662\u0666</time>");

        assertThat(article.text()).startsWith(sentence.strip()).hasLineCount(2);
        assertThat(article.date().localDay()).isEqualTo("2026-03-05");
    }

    @Test
    void readsPageInChinese() {
        String sentence = "\u4ea4\u6613\u6240\u5468\u4e00\u8868\u793a\uff0c"
                + "\u6bd4\u7279\u5e01\u4ef7\u683c\u4e0a\u6da8\u767e\u5206\u4e4b\u4e94\u3002";
        ExtractedArticle article = read(
                "<h1>\u6bd4\u7279\u5e01</h1><div><p>" + sentence.repeat(5) + "<p>" + sentence.repeat(4) + "</div>");

        assertThat(article.text()).contains(sentence.repeat(5)).contains(sentence.repeat(4));
    }

    private static String jsonLd(String json) {
        return "<script type=application/ld+json>" + json + "</script>";
    }

    private static ExtractedArticle read(String html) {
        return Pages.read(html, new FeedHints(null, null, null, null, null));
    }
}
