package io.pulsefeed.article.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Malicious pages. The time limits are far above the time on a loaded machine and far below that of a hanging parser. */
class HostilePagesTest {

    @Test
    @Timeout(60)
    void parsesDeeplyNestedTags() {
        String deep = "<div>".repeat(100_000) + Pages.LEAD + "<p>" + Pages.SECOND;

        assertThat(Pages.read(deep).text()).isNotNull();
        assertThatCode(() -> Pages.read("<b><span class=x>".repeat(50_000) + Pages.LEAD))
                .doesNotThrowAnyException();
        assertThatCode(() -> Pages.read("<div><p>a, b".repeat(50_000))).doesNotThrowAnyException();
        assertThatCode(() -> Pages.read("<table><tr><td>".repeat(10_000) + Pages.LEAD))
                .doesNotThrowAnyException();
    }

    @Test
    @Timeout(60)
    void handlesManyArticlesAndTeasersInLinearTime() {
        String article = "<article class=card><a href=/a>A headline long enough</a><p>" + Pages.LEAD + "</p></article>";

        assertThatCode(() -> Pages.read("<main>" + article.repeat(10_000) + "</main>"))
                .doesNotThrowAnyException();
        assertThatCode(() -> Pages.read("<ul>" + "<li><a href=/a>x</a>, ".repeat(50_000)))
                .doesNotThrowAnyException();
    }

    @Test
    @Timeout(60)
    void limitsTitleAndSummaryLength() {
        String endless = "word ".repeat(200_000);
        ExtractedArticle article = Pages.read("<p>x</p>", new FeedHints(endless, endless, null, null, null));

        assertThat(article.title().length()).isLessThanOrEqualTo(1_000);
        assertThat(article.summary().length()).isLessThanOrEqualTo(10_000);
    }

    @Test
    @Timeout(60)
    void matchesPatternsInLinearTime() {
        for (String text : new String[] {
            "follow ".repeat(60),
            "the post " + "appeared first ".repeat(20_000),
            "subscribe to our ".repeat(25),
            "get the " + " ".repeat(50_000),
            "&".repeat(300_000),
            "<".repeat(300_000),
            "-".repeat(300_000),
            "charset=".repeat(100_000)
        }) {
            FeedHints hints = new FeedHints(text, text, text, null, null);
            assertThatCode(() -> Pages.read("<article><p>" + text + "</p><p>" + Pages.LEAD + "</p></article>", hints))
                    .doesNotThrowAnyException();
        }
    }
}
