package io.pulsefeed.article.extract;

import io.pulsefeed.article.date.DatePrecision;
import io.pulsefeed.article.date.ParsedDate;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** Pages for tests, and their extraction. */
final class Pages {

    static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
    static final URI URL = URI.create("https://news.example.com/2026/03/09/story");

    static final String LEAD =
            "The exchange said on Monday that it would open its books, a step that few of its rivals have taken.";
    static final String SECOND =
            "Regulators had asked for the figures since spring, according to two people who know the matter, and had been put off.";
    static final String THIRD =
            "Analysts were not impressed: the numbers, they said, leave out the loans that brought the firm to the edge last year.";
    static final String BODY = LEAD + "\n" + SECOND + "\n" + THIRD;

    private static final ArticleExtractor EXTRACTOR = new ArticleExtractor(Clock.fixed(NOW, ZoneOffset.UTC));

    private Pages() {}

    static String paragraphs() {
        return "<p>" + LEAD + "</p><p>" + SECOND + "</p><p>" + THIRD + "</p>";
    }

    static ExtractedArticle read(String html) {
        return read(html, FeedHints.NONE, ExtractRules.DEFAULTS);
    }

    static ExtractedArticle read(String html, FeedHints hints) {
        return read(html, hints, ExtractRules.DEFAULTS);
    }

    static ExtractedArticle read(String html, FeedHints hints, ExtractRules rules) {
        return read(html.getBytes(StandardCharsets.UTF_8), "text/html; charset=utf-8", hints, rules);
    }

    static ExtractedArticle read(byte[] body, String contentType, FeedHints hints, ExtractRules rules) {
        return EXTRACTOR.extract(new PageInput(body, contentType, URL, hints, rules));
    }

    static ExtractRules content(String selector) {
        return new ExtractRules(selector, List.of(), null, null, ZoneOffset.UTC, 100_000);
    }

    static FeedHints published(String instant) {
        return new FeedHints(
                null, null, null, new ParsedDate(Instant.parse(instant), ZoneOffset.UTC, DatePrecision.SECOND), null);
    }
}
