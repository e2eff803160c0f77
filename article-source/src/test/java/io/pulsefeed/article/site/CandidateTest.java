package io.pulsefeed.article.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.article.discovery.Entry;
import io.pulsefeed.article.discovery.FeedParser;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class CandidateTest {

    private static final URI FEED = URI.create("https://a.example/feed.xml");

    @Test
    void changedTitleOrTextIsUpdate() {
        long key = key(item("Title", "Text"), true);

        assertThat(key(item("Title", "Text"), true)).isEqualTo(key);
        assertThat(key(item("Other title", "Text"), true)).isNotEqualTo(key);
        assertThat(key(item("Title", "Other text"), true)).isNotEqualTo(key);
    }

    @Test
    void changesAreIgnoredByDefault() {
        assertThat(key(item("Other title", "Other text"), false)).isEqualTo(key(item("Title", "Text"), false));
    }

    @Test
    void updateTimeDecidesIfThereIsOne() {
        String time = "<atom:updated xmlns:atom='http://www.w3.org/2005/Atom'>2026-01-15T10:00:00Z</atom:updated>";

        assertThat(key(item("Title", "Text</description>" + time + "<description>"), true))
                .isEqualTo(key(item("Other", "Text</description>" + time + "<description>"), true));
    }

    private static long key(String item, boolean emitUpdates) {
        byte[] feed = ("<rss><channel>" + item + "</channel></rss>").getBytes(StandardCharsets.UTF_8);
        Entry entry =
                FeedParser.parse(feed, null, FEED, ZoneOffset.UTC).entries().get(0);
        PolledList list = new PolledList(DiscoveryType.FEED, FEED, null, Duration.ofMinutes(5), 0, null);
        return Candidate.of(entry, entry.link(), list, emitUpdates, Instant.EPOCH, 0)
                .key();
    }

    private static String item(String title, String text) {
        return "<item><title>" + title + "</title><link>/a</link><description>" + text + "</description></item>";
    }
}
