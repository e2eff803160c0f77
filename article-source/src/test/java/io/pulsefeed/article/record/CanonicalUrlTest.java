package io.pulsefeed.article.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalUrlTest {

    @ParameterizedTest
    @CsvSource({
        "HTTPS://News.Example:443/A/B/, https://news.example/A/B/",
        "http://a.example, http://a.example/",
        "http://a.example:8080/x, http://a.example:8080/x",
        "https://a.example/x?utm_source=rss&id=7&utm_medium=feed#top, https://a.example/x?id=7",
        "https://a.example/x?b=2&a=1, https://a.example/x?b=2&a=1",
        "https://a.example/x?fbclid=1&gclid=2&mc_cid=3&mc_eid=4&ref=5&cmpid=6, https://a.example/x",
        "https://a.example/x?outputType=amp, https://a.example/x",
        "https://a.example/x?outputType=json, https://a.example/x?outputType=json",
        "https://a.example/x?, https://a.example/x",
        "https://a.example/a/../b/./c, https://a.example/b/c"
    })
    void normalizesUrl(String url, String expected) {
        assertThat(CanonicalUrl.of(URI.create(url))).isEqualTo(expected);
    }
}
