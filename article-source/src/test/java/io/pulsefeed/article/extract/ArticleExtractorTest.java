package io.pulsefeed.article.extract;

import static io.pulsefeed.article.extract.Pages.BODY;
import static io.pulsefeed.article.extract.Pages.LEAD;
import static io.pulsefeed.article.extract.Pages.SECOND;
import static io.pulsefeed.article.extract.Pages.THIRD;
import static io.pulsefeed.article.extract.Pages.paragraphs;
import static io.pulsefeed.article.extract.Pages.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArticleExtractorTest {

    @Test
    void extractsBodyFromPageWithBoilerplate() {
        ExtractedArticle article = read(
                """
                <html><head><title>Exchange opens its books | Example News</title></head><body>
                <nav><a href="/">Home</a> <a href="/markets">Markets, prices and everything about them</a></nav>
                <div class="wrap"><h1>Exchange opens its books</h1>
                <div class="byline">By A. Writer, who has written about exchanges for more than ten long years</div>
                <div class="story"> %s </div>
                <div class="share-tools"><p>Share this with your friends, your family, and all the people you know</p></div>
                <div class="related-posts"><p>Another story about another exchange, which also has books, it seems</p></div>
                <form><p>Enter your address here to get the letter that we send out every single morning</p></form>
                </div>
                <footer><p>All rights reserved by the owner of this site, its affiliates, and by nobody else</p></footer>
                </body></html>
                """
                        .formatted(paragraphs()));

        assertThat(article.text()).isEqualTo(BODY);
        assertThat(article.title()).isEqualTo("Exchange opens its books");
        assertThat(article.source()).isEqualTo(TextSource.DOM);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<div>%s<br><br>%s<br/><br/>%s</div>",
                "<section class=part><p>%s</p></section><section class=part><p>%s</p></section><section class=part><p>%s</p></section>",
                "<div><div><div><p>%s</p></div></div><div><div><p>%s</p></div></div><div><div><p>%s</p></div></div></div>",
                "<table><tr><td><p>%s</p><p>%s</p><p>%s</p></td></tr></table>",
                "<form action=/page><div><p>%s</p><p>%s</p><p>%s</p></div></form>",
                "<div class='sidebar-wrap content-with-sidebar'><h1>T</h1><p>%s</p><p>%s</p><p>%s</p></div>",
                "<article><p>%s</p><blockquote>%s</blockquote><ul><li>%s</li></ul></article>",
            })
    void extractsBodyFromDifferentLayouts(String layout) {
        assertThat(read(layout.formatted(LEAD, SECOND, THIRD)).text()).isEqualTo(BODY);
    }

    @Test
    void excludesRowsOfTeasers() {
        String card = "<div class=card><a href=/a%d>Another headline, number %d</a><p>%s A line about it.</p></div>";
        StringBuilder cards = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            cards.append(card.formatted(i, i, LEAD));
        }

        assertThat(read("<main><div>" + paragraphs() + "</div><div>" + cards + "</div></main>")
                        .text())
                .isEqualTo(BODY);
    }

    @Test
    void excludesFurtherArticlesOnPage() {
        String first = "<article><div>" + paragraphs().repeat(3) + "</div></article>";
        String next = "<article><div><p>" + "Another story altogether, about something else entirely. ".repeat(10)
                + "</p></div></article>";

        assertThat(read("<main>" + first + next + "</main>").text()).doesNotContain("Another story");
    }

    @Test
    void excludesCaptionsLabelsAndCallsToAction() {
        String text = read("<article><p>" + LEAD + "</p>"
                        + "<div class=photo><img src=x><p>The building on a grey morning (Image: Agency)</p></div>"
                        + "<p>Advertisement</p><p>" + SECOND + "</p>"
                        + "<p>Related: <a href=/x>Another story on this site</a></p>"
                        + "<h4>More:</h4><ul><li><a href=/1>One more story</a></li><li><a href=/2>And one more</a></li></ul>"
                        + "<p>" + THIRD
                        + "</p><p>Follow us on Twitter and Facebook.</p><p>Sign up for our newsletter</p></article>")
                .text();

        assertThat(text).isEqualTo(BODY);
    }

    @Test
    void keepsParagraphsWithExternalLinks() {
        String quote = "<p><a href='https://agency.example.org/report'>The report by the agency</a></p>";

        assertThat(read("<article>" + paragraphs() + quote + paragraphs() + "</article>")
                        .text())
                .contains("The report by the agency");
    }

    @Test
    void keepsTablesAndEmbeddedPosts() {
        String text = read("<article>" + paragraphs()
                        + "<table><tr class=player-row><td>Coin A</td><td>12.5</td></tr></table>"
                        + "<div class=social-media-embed><blockquote class=twitter-tweet><p>We are fine, and so are the books."
                        + "</p>A. Chief (@chief)</blockquote></div></article>")
                .text();

        assertThat(text).contains("Coin A", "12.5", "We are fine", "A. Chief");
    }

    @Test
    void separatesWordsOfAdjacentBlocks() {
        assertThat(read("<article><div>" + LEAD + "</div><div>" + SECOND + "</div></article>")
                        .text())
                .isEqualTo(LEAD + "\n" + SECOND);
    }

    @Test
    void excludesHiddenElements() {
        String text = read("<article>" + paragraphs() + "<p style='display: none'>" + LEAD.toUpperCase() + "</p>"
                        + "<p>Named person<span class=rollover-card> life of that person</span> spoke to this site.</p></article>")
                .text();

        assertThat(text).doesNotContain(LEAD.toUpperCase()).contains("Named person spoke to this site.");
    }

    @Test
    void usesJsonLdIfPageHasNoBody() {
        ExtractedArticle article = read(
                "<html><head><script type='application/ld+json'>{\"@graph\":[null,{\"@type\":[\"NewsArticle\"],\"articleBody\":\""
                        + BODY.replace("\n", "\\n") + "\"}]}</script></head><body><div id=app></div></body></html>");

        assertThat(article.text()).isEqualTo(BODY);
        assertThat(article.source()).isEqualTo(TextSource.JSON_LD);
    }

    @Test
    void usesFeedTextIfPageHasLess() {
        FeedHints hints = new FeedHints("Title", "<p>Short</p>", paragraphs().repeat(3), null, null);

        assertThat(read("<article><p>" + LEAD + "</p></article>", hints).source())
                .isEqualTo(TextSource.FEED);
        assertThat(read("<article>" + paragraphs().repeat(3) + "</article>", hints)
                        .source())
                .isEqualTo(TextSource.DOM);
    }

    @Test
    void usesSummaryIfThereIsNoBody() {
        FeedHints hints = new FeedHints("Title", "A &amp; B &lt;b&gt;agree&lt;/b&gt;", null, null, null);
        ExtractedArticle article = read("<html><body></body></html>", hints);

        assertThat(article.text()).isEqualTo("A & B agree").isEqualTo(article.summary());
        assertThat(article.source()).isEqualTo(TextSource.SUMMARY);
    }

    @Test
    void appliesConfiguredSelectors() {
        String html =
                "<h2 class=t>Own title</h2><div id=x>Short own text.</div><div class=out>gone</div>" + paragraphs();
        ExtractRules rules = new ExtractRules("#x", List.of(".out"), ".t", null, ZoneOffset.UTC, 100_000);

        ExtractedArticle article = read(html, new FeedHints("Feed title", null, null, null, null), rules);

        assertThat(article.text()).isEqualTo("Short own text.");
        assertThat(article.title()).isEqualTo("Own title");
        assertThat(article.source()).isEqualTo(TextSource.SELECTOR);
        assertThat(read(html, FeedHints.NONE, Pages.content("#absent")).source())
                .isEqualTo(TextSource.DOM);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<title>Just a moment...</title><p>Checking",
                "<body><div id=cf-challenge-x></div>",
                "<title>Attention Required! | X"
            })
    void detectsBotChallenges(String html) {
        ExtractedArticle article = read(html, new FeedHints("Title", "Summary", null, null, null));

        assertThat(article.source()).isEqualTo(TextSource.CHALLENGE);
        assertThat(article.text()).isNull();
    }

    @Test
    void acceptsArticleAboutBotChallenges() {
        String html = "<title>Just a moment: how captchas work</title><article>"
                + paragraphs().repeat(6) + "</article>";

        assertThat(read(html).source()).isEqualTo(TextSource.DOM);
    }

    @Test
    void usesFeedDataIfThereIsNoPage() {
        FeedHints hints = new FeedHints(
                " A\u00a0title ",
                "<p>Summary</p>",
                null,
                Pages.published(Pages.NOW.toString()).published(),
                null);
        byte[] pdf = "%PDF-1.7 \u0001\u0002".getBytes(StandardCharsets.ISO_8859_1);

        for (byte[] body : new byte[][] {null, new byte[0], pdf, new byte[] {0, 1, 2, 3, 4, 5, 6, 7}}) {
            ExtractedArticle article = read(body, null, hints, ExtractRules.DEFAULTS);

            assertThat(article.text()).isNull();
            assertThat(article.title()).isEqualTo("A title");
            assertThat(article.summary()).isEqualTo("Summary");
            assertThat(article.published()).isEqualTo(Pages.NOW);
            assertThat(article.source()).isEqualTo(TextSource.NONE);
        }
        assertThat(read(paragraphs().getBytes(StandardCharsets.UTF_8), "image/png", hints, ExtractRules.DEFAULTS)
                        .text())
                .isNull();
    }

    @Test
    void truncatesBodyBetweenCodePoints() {
        String html = "<article><p>" + "\uD83D\uDE80".repeat(200) + "</p></article>";
        ExtractRules odd = new ExtractRules(null, List.of(), null, null, ZoneOffset.UTC, 101);
        ExtractRules none = new ExtractRules(null, List.of(), null, null, ZoneOffset.UTC, 0);

        assertThat(read(html, FeedHints.NONE, odd).text()).isEqualTo("\uD83D\uDE80".repeat(50));
        assertThat(read(html, FeedHints.NONE, none).text()).isNull();
    }

    @Test
    void extractsNonLatinScripts() {
        String arabic = "\u0642\u0627\u0644\u062a \u0627\u0644\u0628\u0648\u0631\u0635\u0629 ".repeat(20);
        String chinese =
                "\u4ea4\u6613\u6240\u5468\u4e00\u8868\u793a\uff0c\u5b83\u5c06\u516c\u5f00\u8d26\u76ee\u3002".repeat(8);

        assertThat(read("<article><p>" + arabic + "</p><p>" + chinese + "</p></article>")
                        .text())
                .isEqualTo(arabic.strip() + "\n" + chinese);
    }
}
