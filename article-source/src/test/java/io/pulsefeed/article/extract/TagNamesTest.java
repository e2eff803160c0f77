package io.pulsefeed.article.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.pulsefeed.article.discovery.FeedParser;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class TagNamesTest {

    private static final String LONG = "x".repeat(600);

    @Test
    void endsALongNameWithABlank() {
        assertThat(TagNames.limit("<p>a</p><" + LONG + ">b</" + LONG))
                .isEqualTo("<p>a</p><" + "x".repeat(500) + " " + "x".repeat(100) + ">b</" + "x".repeat(499) + " "
                        + "x".repeat(101));
    }

    @Test
    void keepsOtherMarkup() {
        String markup =
                "<a title='" + LONG + "'>" + LONG + "</a><!--" + LONG + "--><![CDATA[" + LONG + "]]><?" + LONG + "?><";
        assertThat(TagNames.limit(markup)).isSameAs(markup);
        assertThat(TagNames.limit(LONG)).isSameAs(LONG);
    }

    @Test
    void aFeedWithoutTheEndOfATagIsParsedInSeconds() {
        String feed = "<rss><channel><item><link>/a</link></item><item" + "{\"items\":[".repeat(800_000);
        assertTimeout(
                Duration.ofSeconds(20),
                () -> FeedParser.parse(
                        feed.getBytes(StandardCharsets.UTF_8),
                        null,
                        URI.create("https://news.example/feed"),
                        ZoneOffset.UTC));
    }
}
