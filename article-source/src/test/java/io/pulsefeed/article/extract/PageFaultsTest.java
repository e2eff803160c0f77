package io.pulsefeed.article.extract;

import static io.pulsefeed.article.extract.Pages.BODY;
import static io.pulsefeed.article.extract.Pages.LEAD;
import static io.pulsefeed.article.extract.Pages.SECOND;
import static io.pulsefeed.article.extract.Pages.THIRD;
import static io.pulsefeed.article.extract.Pages.paragraphs;
import static io.pulsefeed.article.extract.Pages.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Kinds of pages on which extraction lost the article, or took other text for it. */
class PageFaultsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "l-sidebar-fixed l-article-body-segment",
                "story-body sticky",
                "article__content js-truncate-related",
                "newsletter-story",
                "modal-open",
                "comments-off single",
                "promo-free ad-lite",
                "nav-offset",
                "social-wide",
            })
    void keepsArticleInBoxWithBoilerplateName(String names) {
        assertThat(read("<body><header><a href=/>Home</a></header><div class='" + names
                                + "'><h1>A title of the page</h1>" + paragraphs()
                                + "</div><footer><p>All rights reserved</p></footer>")
                        .text())
                .isEqualTo(BODY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"aside", "form", "header", "footer", "figure", "nav", "dialog"})
    void keepsArticleInBoilerplateTag(String tag) {
        assertThat(read("<body><" + tag + "><div>" + paragraphs() + "</div></" + tag + ">")
                        .text())
                .isEqualTo(BODY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<div style='visibility: hidden'>%s</div>",
                "<div hidden>%s</div>",
                "<div id=app></div><noscript><div>%s</div></noscript>",
                "<div><template><article>%s</article></template></div>",
            })
    void keepsArticleThatIsShownByScript(String layout) {
        assertThat(read("<body>" + layout.formatted(paragraphs())).text()).isEqualTo(BODY);
    }

    @Test
    void excludesHiddenCopyOfArticle() {
        String copy = "<div style='display:none'>" + paragraphs() + "</div>";

        assertThat(read("<body><article>" + paragraphs() + "</article>" + copy).text())
                .isEqualTo(BODY);
    }

    /** Blocks of Sanity, Editor.js, ProseMirror and of custom systems. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"paragraph\",\"text\":\"%s\"}",
                "{\"_type\":\"block\",\"children\":[{\"_type\":\"span\",\"text\":\"%s\"},{\"_type\":\"span\",\"text\":\"\"}]}",
                "{\"id\":1,\"type\":\"paragraph\",\"data\":{\"text\":\"%s\"}}",
                "{\"type\":\"paragraph\",\"content\":[{\"type\":\"text\",\"text\":\"%s\"}]}"
            })
    void findsArticleInBlocksOfState(String block) {
        String blocks = BODY.lines().map(block::formatted).collect(Collectors.joining(","));
        String comment =
                "{\"type\":\"comment\",\"text\":\"" + "Comments of readers are not a part of it. ".repeat(99) + "\"}";
        String state = "{\"page\":{\"body\":[" + blocks + ",{\"type\":\"image\",\"text\":\"Photo\"}],\"comments\":["
                + comment + ',' + comment + "]}}";

        ExtractedArticle article =
                read("<body><div id=root>Loading</div><script type=application/json>" + state + "</script>");

        assertThat(article.text()).isEqualTo(BODY);
        assertThat(article.source()).isEqualTo(TextSource.EMBEDDED);
    }

    @Test
    void findsArticleInStateOfScript() {
        String state = "{\"props\":{\"page\":{\"title\":\"x\",\"html\":\""
                + paragraphs().replace("/", "\\/") + "\"}}}";

        ExtractedArticle article =
                read("<body><div id=root>Loading</div><script type=application/json>" + state + "</script>");

        assertThat(article.text()).isEqualTo(BODY);
        assertThat(article.source()).isEqualTo(TextSource.EMBEDDED);
    }

    @ParameterizedTest
    @CsvSource({"comments,comment", "discussion,reply", "kommentare,kommentar", "disqus_thread,post-message"})
    void excludesRepliesLongerThanArticle(String list, String item) {
        String replies = IntStream.range(0, 15)
                .mapToObj(i ->
                        "<div class=" + item + "><p>User " + i + " thinks, as many do, that the exchange should have"
                                + " done so years ago, and that nobody will read these books anyway.</p></div>")
                .collect(Collectors.joining());

        assertThat(read("<body><div class=post><h1>A title of the page</h1>" + paragraphs() + "</div><div id=" + list
                                + ">" + replies + "</div>")
                        .text())
                .isEqualTo(BODY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Das k\u00f6nnte Sie auch interessieren",
                "Mehr zum Thema",
                "Sur le m\u00eame sujet",
                "Te puede interesar",
                "Leggi anche",
                "Czytaj tak\u017ce",
                "Leia tamb\u00e9m",
                "You may also like",
            })
    void excludesTeasersOfOtherArticles(String heading) {
        String cards = IntStream.range(0, 5)
                .mapToObj(i -> "<div class=card><h4><a href=/" + i + ">A headline about something, number " + i
                        + "</a></h4><p>A line about it, which ends soon.</p></div>")
                .collect(Collectors.joining());

        assertThat(read("<body><article><h1>A title of the page</h1>" + paragraphs() + "</article><div><h3>" + heading
                                + "</h3>" + cards + "</div>")
                        .text())
                .isEqualTo(BODY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<div class=cookie-banner><p>We use cookies to improve your experience, show ads and analyze traffic.</p></div>",
                "<div class=browser-warning><p>Your browser is outdated. Please update your browser or enable javascript.</p></div>",
                "<ul class=ticker><li><a href=/1>Stocks fall again</a></li><li><a href=/2>Rain in the north</a></li>"
                        + "<li><a href=/3>Election is near, say all</a></li></ul>",
            })
    void excludesNoticesBeforeArticle(String notice) {
        assertThat(read("<body>" + notice + "<main><h1>A title of the page</h1>" + paragraphs() + "</main>")
                        .text())
                .isEqualTo(BODY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<div class=author-bio><p>Jane Example is a reporter who covers markets. She joined this site in 2019.</p></div>",
                "<div class=paywall><p>Subscribe to continue reading. Already a member? Log in to read the whole story.</p></div>",
                "<aside class=newsletter><p>Abonnieren Sie unseren Newsletter, der jeden Morgen erscheint.</p></aside>",
                "<div class=tags><a href=/t/1>Exchanges</a> <a href=/t/2>Books</a></div>",
                "<footer><p>Copyright 2026 Example. Alle Rechte vorbehalten. Impressum und Datenschutz.</p></footer>",
            })
    void excludesBoxesAfterArticle(String box) {
        assertThat(read("<body><article><h1>A title of the page</h1>" + paragraphs() + "</article>" + box)
                        .text())
                .isEqualTo(BODY);
    }

    @Test
    void keepsShortArticleBesideLongerBox() {
        String box =
                "<aside class=newsletter><p>Subscribe to our newsletter, which brings you the news of the day, and which you"
                        + " may leave at any time, as you like.</p></aside>";

        assertThat(read("<body><article><h1>A title</h1><p>Bitcoin fell to $91,000 on Monday.</p></article>" + box)
                        .text())
                .isEqualTo("Bitcoin fell to $91,000 on Monday.");
    }

    @Test
    void keepsEmbeddedPostsAndExcludesCaptions() {
        String text = read("<body><article><h1>A title of the page</h1><p>" + LEAD
                        + "</p><figure><img src=x><figcaption>The building"
                        + " in March (Photo: Agency)</figcaption></figure><p>" + SECOND
                        + "</p><blockquote class=twitter-tweet>"
                        + "<p>We are fine, and so are our books, as anyone can see.</p></blockquote><p>" + THIRD
                        + "</p></article>")
                .text();

        assertThat(text).contains(LEAD, SECOND, THIRD, "We are fine").doesNotContain("Agency");
    }

    @Test
    void excludesReadings() {
        String word = "<ruby>\u65e5\u672c<rp>(</rp><rt>\u306b\u307b\u3093</rt><rp>)</rp></ruby>";

        assertThat(read("<article><p>"
                                + (word + "\u306e\u5e02\u5834\u306f\u898f\u5236\u3092\u6b53\u8fce\u3059\u308b\u3002")
                                        .repeat(6)
                                + "</p></article>")
                        .text())
                .startsWith("\u65e5\u672c\u306e\u5e02\u5834")
                .doesNotContain("\u306b\u307b\u3093");
    }

    @ParameterizedTest
    @ValueSource(ints = {1_500, 20_000})
    void decodesMetaCharsetAfterLongScript(int length) {
        String chinese =
                "\u4ea4\u6613\u6240\u5468\u4e00\u8868\u793a\uff0c\u5b83\u5c06\u516c\u5f00\u8d26\u76ee\u3002".repeat(6);
        String html = "<html><head><script>" + "x".repeat(length)
                + "</script><meta charset=gbk></head><body><article><p>" + chinese + "</p></article>";

        assertThat(read(html.getBytes(Charset.forName("GBK")), "text/html", FeedHints.NONE, ExtractRules.DEFAULTS)
                        .text())
                .isEqualTo(chinese);
    }
}
