package io.pulsefeed.article.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.article.extract.ArticleExtractor;
import io.pulsefeed.article.extract.PageInput;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SitemapPagesTest {

    private static final String TEXT =
            "<p>" + "The exchange said that it would open its books, a step that few have taken. ".repeat(6) + "</p>";
    private static final String DATE = "<time datetime=2026-03-05T08:00:00Z>5 March</time>";
    private static final String OPEN_GRAPH = "<meta property=og:type content=article>";
    private static final String JSON_LD =
            "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"headline\":\"x\"}</script>";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/about",
                "/about-us/",
                "/en/privacy-policy",
                "/tag/bitcoin",
                "/category/markets/",
                "/author/a-writer",
                "/news/page/3"
            })
    void pagesOfTheSiteAreNotArticles(String path) {
        assertThat(isArticle(path, OPEN_GRAPH + DATE + TEXT)).isFalse();
    }

    @Test
    void articlesHaveTextAndDateOrDeclareIt() {
        assertThat(isArticle("/markets/story", DATE + TEXT)).isTrue();
        assertThat(isArticle("/markets/story", OPEN_GRAPH + TEXT)).isTrue();
        assertThat(isArticle("/markets/story", TEXT)).isFalse();
        assertThat(isArticle("/markets/story", DATE + "<p>Short</p>")).isFalse();
        assertThat(isArticle("/tag/story", JSON_LD)).isTrue();
        assertThat(isArticle("/story", DATE + "<p>" + "\u4ea4\u6613\u6240\u5468\u4e00\u8868\u793a\u3002".repeat(15)))
                .as("a short article in Chinese")
                .isTrue();
    }

    private static boolean isArticle(String path, String html) {
        URI url = URI.create("https://news.example" + path);
        byte[] body = ("<html><body><article>" + html + "</article>").getBytes(StandardCharsets.UTF_8);
        return SitemapPages.isArticle(
                new ArticleExtractor(Clock.systemUTC()).extract(PageInput.of(body, "text/html", url)), url);
    }
}
