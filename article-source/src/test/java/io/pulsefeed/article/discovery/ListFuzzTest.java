package io.pulsefeed.article.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.article.extract.ArticleExtractor;
import io.pulsefeed.article.extract.ExtractRules;
import io.pulsefeed.article.extract.FeedHints;
import io.pulsefeed.article.extract.PageInput;
import io.pulsefeed.article.fetch.Robots;
import io.pulsefeed.article.fetch.Urls;
import io.pulsefeed.article.record.CanonicalUrl;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Mutated feeds, pages and robots files for some seconds; {@code -Dpulsefeed.fuzz.seconds=3600} for longer. The seed is
 * printed, so that a finding can be had again with {@code -Dpulsefeed.fuzz.seed}.
 */
class ListFuzzTest {

    private static final URI BASE = URI.create("https://news.example/feed");
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String[] TOKENS = {
        "<item>",
        "</item>",
        "<![CDATA[",
        "]]>",
        "&#x110000;",
        "&nbsp;",
        "<!DOCTYPE a [<!ENTITY b 'c'>]>",
        "<?xml ",
        "\u0000",
        "xmlns:a=\"b\"",
        "{\"items\":[",
        "\\ud800",
        "<b>",
        "<script type=\"application/ld+json\">",
        "null",
        "&&&",
        "Disallow: *$",
        "User-agent: *\n",
        "http://[::1",
        "%zz",
        "\uFFFF",
        "<link rel=alternate href='//'>",
        "<base href='javascript:'>"
    };

    @Test
    void nothingEscapesTheParsers() {
        long seed = Long.getLong("pulsefeed.fuzz.seed", System.nanoTime());
        long end = System.nanoTime()
                + Duration.ofSeconds(Integer.getInteger("pulsefeed.fuzz.seconds", 4))
                        .toNanos();
        Random random = new Random(seed);
        List<byte[]> corpus = corpus();
        ArticleExtractor extractor = new ArticleExtractor(Clock.systemUTC());
        int runs = 0;
        while (System.nanoTime() - end < 0) {
            byte[] input = mutate(corpus.get(random.nextInt(corpus.size())), random);
            long start = System.nanoTime();
            try {
                feed(input);
                Robots.parse("https://news.example/robots.txt", input, "pulsefeed")
                        .allows("https://news.example/a?b");
                extractor.extract(new PageInput(input, "text/html", BASE, FeedHints.NONE, ExtractRules.DEFAULTS));
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError(
                        "seed " + seed + ", run " + runs + ": " + new String(input, StandardCharsets.ISO_8859_1), e);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as("seed %d, run %d", seed, runs)
                    .isLessThan(LIMIT);
            runs++;
        }
        System.out.printf(Locale.ROOT, "fuzz: %d inputs, seed %d, nothing escaped%n", runs, seed);
    }

    private static void feed(byte[] input) {
        ParsedFeed feed = FeedParser.parse(input, null, BASE, ZoneOffset.UTC);
        assertThat(feed.entries()).hasSizeLessThanOrEqualTo(5000);
        for (Entry entry : feed.entries()) {
            if (entry.link() != null && entry.link().getHost() != null) {
                CanonicalUrl.of(entry.link());
            }
        }
        HtmlLinks.articles(input, null, BASE, "a[href]");
        HtmlLinks.feeds(input, null, BASE);
        Urls.resolve(BASE, new String(input, 0, Math.min(200, input.length), StandardCharsets.UTF_8));
    }

    private static byte[] mutate(byte[] original, Random random) {
        byte[] bytes = original.clone();
        for (int i = random.nextInt(8); i >= 0 && bytes.length > 0; i--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes = Arrays.copyOf(bytes, at);
                case 2 -> bytes =
                        insert(bytes, at, TOKENS[random.nextInt(TOKENS.length)].getBytes(StandardCharsets.UTF_8));
                case 3 -> bytes = insert(
                        bytes, at, Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + random.nextInt(2000))));
                default -> bytes = insert(
                        bytes,
                        at,
                        TOKENS[random.nextInt(TOKENS.length)]
                                .repeat(random.nextInt(300))
                                .getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes;
    }

    private static byte[] insert(byte[] into, int at, byte[] what) {
        byte[] out = Arrays.copyOf(into, into.length + what.length);
        System.arraycopy(what, 0, out, at, what.length);
        System.arraycopy(into, at, out, at + what.length, into.length - at);
        return out;
    }

    private static List<byte[]> corpus() {
        List<byte[]> corpus = new ArrayList<>();
        for (String seed : List.of(
                "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><ttl>5</ttl><item><title>A</title><link>/a</link>"
                        + "<guid>1</guid><pubDate>Thu, 15 Jan 2026 10:00:00 GMT</pubDate></item></channel></rss>",
                "<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><title type=\"xhtml\"><div>x</div></title>"
                        + "<link href=\"/b\"/><content type=\"html\">&lt;p&gt;</content></entry></feed>",
                "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{\"id\":\"1\",\"url\":\"/c\"}]}",
                "<urlset><url><loc>https://news.example/d</loc><lastmod>2026-01-01</lastmod></url></urlset>",
                "User-agent: *\nDisallow: /x*y$\nCrawl-delay: 2\nSitemap: /s.xml\n",
                "<html><head><link rel=\"alternate\" type=\"application/rss+xml\" href=\"/f\"><script type=\"application/ld+json\">"
                        + "{\"@graph\":[{\"@type\":\"NewsArticle\",\"articleBody\":\"text\"}]}</script></head><body><article><p>One, two,"
                        + " three and more words of a long enough paragraph.</p><a href=\"/g\">g</a></article></body></html>")) {
            corpus.add(seed.getBytes(StandardCharsets.UTF_8));
        }
        Optional<Path> shared = SharedData.folder("article", "mutations of the shared feeds and pages");
        shared.ifPresent(folder -> SharedData.files(folder.resolve("feeds")).stream()
                .map(SharedData::read)
                .filter(body -> body.length < 50_000)
                .forEach(corpus::add));
        return corpus;
    }
}
