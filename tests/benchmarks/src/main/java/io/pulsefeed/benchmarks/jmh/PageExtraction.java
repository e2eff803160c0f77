package io.pulsefeed.benchmarks.jmh;

import io.pulsefeed.article.extract.ArticleExtractor;
import io.pulsefeed.article.extract.ExtractedArticle;
import io.pulsefeed.article.extract.PageInput;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Extraction of one page: from bytes to title, body and dates. Samples single calls, because their median is robust against load
 * on the machine.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PageExtraction {

    /** A saved page, optionally gzipped; empty for a generated page. */
    @Param("")
    public String page;

    private final ArticleExtractor extractor = new ArticleExtractor(Clock.systemUTC());
    private PageInput input;

    @Setup
    public void read() throws IOException {
        byte[] body = page.isEmpty() ? generated() : read(Path.of(page));
        input = PageInput.of(body, null, URI.create("https://news.example/markets/bitcoin"));
        String text = extractor.extract(input).text();
        if (text == null || text.isBlank()) {
            throw new IllegalArgumentException("no text found in the page '" + page + "'; use another page");
        }
    }

    @Benchmark
    public ExtractedArticle extract() {
        return extractor.extract(input);
    }

    private static byte[] read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return file.toString().endsWith(".gz") ? new GZIPInputStream(in).readAllBytes() : in.readAllBytes();
        }
    }

    /** Resembles a news page: one third text, the rest navigation, teasers and scripts. */
    static byte[] generated() {
        StringBuilder page = new StringBuilder("<!doctype html><html><head><title>Bitcoin rises - News</title>"
                + "<link rel=canonical href=https://news.example/markets/bitcoin><script type=\"application/ld+json\">"
                + "{\"@type\":\"NewsArticle\",\"headline\":\"Bitcoin rises\",\"datePublished\":\"2026-01-15T10:00:00Z\"}"
                + "</script><script>" + "var state={\"a\":[1,2,3],\"b\":\"text\"};".repeat(600)
                + "</script></head><body><nav><ul>");
        for (int i = 0; i < 150; i++) {
            page.append("<li class=menu-item><a href=/topic/")
                    .append(i)
                    .append(">Topic ")
                    .append(i)
                    .append("</a></li>");
        }
        page.append("</ul></nav><main><article class=story><h1>Bitcoin rises</h1>");
        for (int i = 0; i < 25; i++) {
            page.append("<p>Bitcoin rose by ")
                    .append(i)
                    .append(" percent on Monday, the exchange said, and traders, who had")
                    .append(" waited for weeks, <a href=https://source.example/")
                    .append(i)
                    .append(">bought more of it</a> than on any other day of the year so far.</p>");
        }
        page.append("</article><aside class=related>");
        for (int i = 0; i < 60; i++) {
            page.append("<div class=card><a href=/a/")
                    .append(i)
                    .append("><img src=/i.jpg><h3>Another story of the day, number ")
                    .append(i)
                    .append("</h3></a><span class=date>2 hours ago</span></div>");
        }
        return page.append("</aside></main><footer><p>All rights reserved.</p></footer></body></html>")
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }
}
