package io.pulsefeed.article.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Pages made to hurt. The time limits are far above what a loaded machine needs and far below what a hung one takes.
 * {@code -Dpulsefeed.fuzz.seconds=3600} makes the random mixtures last an hour.
 */
class HostilePagesTest {

    private static final int FUZZ_SECONDS = Integer.getInteger("pulsefeed.fuzz.seconds", 4);

    private static final String[] PIECES = {
        "<p>",
        "</p>",
        "<div class=related>",
        "</div>",
        "<article>",
        "<br><br>",
        "<a href=/x>",
        "</a>",
        "<table><tr><td>",
        "<!--",
        "-->",
        "<script type=application/ld+json>{\"@type\":\"Article\",\"articleBody\":",
        "</script>",
        "<![CDATA[",
        "&#x0;",
        "&nbsp",
        "<title>",
        "\u0000",
        "<form><li><h1>",
        "<svg><p>",
        "<select><option>",
        "\ud83d\ude80",
        "<meta property=og:title content='",
        "<time datetime=",
        "'",
        "\"",
        ">",
        Pages.LEAD,
        Pages.SECOND,
        "<template><frameset>",
        "<link rel=canonical href=http://[::1/>",
        "The post x appeared first on y"
    };

    @Test
    @Timeout(60)
    void readsAHundredThousandNestedTags() {
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
    void readsManyArticlesAndCardsInLinearTime() {
        String article = "<article class=card><a href=/a>A headline long enough</a><p>" + Pages.LEAD + "</p></article>";

        assertThatCode(() -> Pages.read("<main>" + article.repeat(10_000) + "</main>"))
                .doesNotThrowAnyException();
        assertThatCode(() -> Pages.read("<ul>" + "<li><a href=/a>x</a>, ".repeat(50_000)))
                .doesNotThrowAnyException();
    }

    @Test
    @Timeout(60)
    void boundsTitleAndSummary() {
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

    @Test
    void survivesRandomMixturesOfMarkup() {
        long end = System.nanoTime() + Duration.ofSeconds(FUZZ_SECONDS).toNanos();
        for (int seed = 0; System.nanoTime() < end; seed++) {
            Random random = new Random(seed);
            StringBuilder page = new StringBuilder();
            for (int i = random.nextInt(200); i >= 0; i--) {
                page.append(PIECES[random.nextInt(PIECES.length)]);
            }
            byte[] body = page.toString().getBytes(StandardCharsets.UTF_8);
            for (int i = random.nextInt(5); i > 0; i--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            FeedHints hints = new FeedHints(page.toString(), page.toString(), page.toString(), null, null);

            ExtractedArticle article = Pages.read(body, null, hints, ExtractRules.DEFAULTS);

            assertThat(article.candidate()).as("seed %s", seed).isNotNull();
            assertStorable(article, seed);
        }
    }

    private static void assertStorable(ExtractedArticle article, int seed) {
        for (String part : new String[] {article.title(), article.text(), article.summary()}) {
            if (part != null) {
                assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(part))
                        .as("seed %s", seed)
                        .isTrue();
                assertThat(part.indexOf('\0')).as("seed %s", seed).isNegative();
            }
        }
    }
}
