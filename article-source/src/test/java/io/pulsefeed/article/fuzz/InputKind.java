package io.pulsefeed.article.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.article.discovery.Entry;
import io.pulsefeed.article.discovery.FeedParser;
import io.pulsefeed.article.discovery.HtmlLinks;
import io.pulsefeed.article.discovery.NextPage;
import io.pulsefeed.article.discovery.ParsedFeed;
import io.pulsefeed.article.extract.ArticleExtractor;
import io.pulsefeed.article.extract.ExtractRules;
import io.pulsefeed.article.extract.ExtractedArticle;
import io.pulsefeed.article.extract.FeedHints;
import io.pulsefeed.article.extract.PageInput;
import io.pulsefeed.article.fetch.RobotsTxt;
import io.pulsefeed.article.fetch.Urls;
import io.pulsefeed.article.record.CanonicalUrl;
import io.pulsefeed.testing.fuzz.FuzzKind;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;

/** A kind of external input and its parser. */
enum InputKind implements FuzzKind {
    FEEDS {
        @Override
        public void read(byte[] input) {
            ParsedFeed feed = FeedParser.parse(input, null, BASE, ZoneOffset.UTC);
            assertThat(feed.entries()).hasSizeLessThanOrEqualTo(5_000);
            for (Entry entry : feed.entries()) {
                if (entry.link() != null && entry.link().getHost() != null) {
                    CanonicalUrl.of(entry.link());
                }
            }
            HtmlLinks.articles(input, null, BASE, "a[href]");
            HtmlLinks.feeds(input, null, BASE);
            Urls.resolve(BASE, new String(input, 0, Math.min(200, input.length), StandardCharsets.UTF_8));
        }
    },
    PAGES {
        @Override
        public void read(byte[] input) {
            String text = new String(input, 0, Math.min(input.length, 20_000), StandardCharsets.UTF_8);
            assertStorable(extract(input, new FeedHints(text, text, text, null, null)));
            assertStorable(extract(input, FeedHints.NONE));
            NextPage.find(input, "text/html", BASE, BASE, 2);
        }
    },
    JSON_LD {
        @Override
        public void read(byte[] input) {
            String page = "<html><head><script type=\"application/ld+json\">"
                    + new String(input, StandardCharsets.UTF_8)
                    + "</script></head><body><p>Short.</p></body></html>";
            assertStorable(extract(page.getBytes(StandardCharsets.UTF_8), FeedHints.NONE));
        }
    },
    ROBOTS {
        @Override
        public void read(byte[] input) {
            RobotsTxt robots = RobotsTxt.parse("https://news.example/robots.txt", input, "pulsefeed");
            String tail = new String(input, 0, Math.min(input.length, 3_000), StandardCharsets.UTF_8);
            for (String url : new String[] {"https://news.example/a?b", "https://news.example/" + tail, tail, ""}) {
                robots.allows(url);
            }
        }
    };

    private static final URI BASE = URI.create("https://news.example/feed");
    private static final ArticleExtractor EXTRACTOR = new ArticleExtractor(Clock.systemUTC());

    @Override
    public List<byte[]> moreSeeds() {
        return EvaluationSeeds.of(this);
    }

    private static ExtractedArticle extract(byte[] page, FeedHints hints) {
        return EXTRACTOR.extract(new PageInput(page, "text/html", BASE, hints, ExtractRules.DEFAULTS));
    }

    /** Unpaired surrogates and NUL are not valid in a record. */
    private static void assertStorable(ExtractedArticle article) {
        assertThat(article.source()).isNotNull();
        for (String part : new String[] {article.title(), article.text(), article.summary()}) {
            if (part != null) {
                assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(part)).isTrue();
                assertThat(part.indexOf('\0')).isNegative();
            }
        }
    }
}
