package io.pulsefeed.article.fuzz;

import io.pulsefeed.article.DataFiles;
import io.pulsefeed.testing.EvaluationData;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.opentest4j.TestAbortedException;

/** Inputs for mutation: built-in examples of each kind, and the evaluation data if it is available. */
final class Corpus {

    private static final int LENGTH_MAX = 200_000;
    private static final Pattern SCRIPT =
            Pattern.compile("<script[^>]{0,200}application/ld\\+json[^>]{0,200}>(.{2,20000}?)</script", Pattern.DOTALL);
    private static final String LEAD =
            "Bitcoin rose by 3 percent on Monday, the exchange said, and traders, who had waited"
                    + " for weeks, bought more of it than on any day of the year.";

    private static final Map<InputKind, List<String>> BUILT_IN = Map.of(
            InputKind.FEEDS,
            List.of(
                    "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><ttl>5</ttl><item><title>A</title><link>/a</link>"
                            + "<guid>1</guid><pubDate>Thu, 15 Jan 2026 10:00:00 GMT</pubDate></item></channel></rss>",
                    "<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><title type=\"xhtml\"><div>x</div></title>"
                            + "<link href=\"/b\"/><content type=\"html\">&lt;p&gt;</content></entry></feed>",
                    "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{\"id\":\"1\",\"url\":\"/c\"}]}",
                    "<urlset><url><loc>https://news.example/d</loc><lastmod>2026-01-01</lastmod></url></urlset>"),
            InputKind.PAGES,
            List.of("<html><head><link rel=\"alternate\" type=\"application/rss+xml\" href=\"/f\"><title>T - N</title>"
                    + "<meta property=og:title content='T'><script type=\"application/ld+json\">"
                    + "{\"@graph\":[{\"@type\":\"NewsArticle\",\"articleBody\":\"text\"}]}</script></head><body><article><p>"
                    + LEAD + "</p><p>" + LEAD + "</p><a href=\"/g\">g</a></article></body></html>"),
            InputKind.JSON_LD,
            List.of(
                    "{\"@context\":\"https://schema.org\",\"@type\":\"NewsArticle\",\"headline\":\"H\",\"articleBody\":\""
                            + LEAD
                            + "\",\"datePublished\":\"2026-01-15T10:00:00Z\",\"keywords\":\"a,b\",\"isAccessibleForFree\":false}",
                    "[null,{\"@graph\":[{\"@type\":[\"Thing\",\"Article\"],\"keywords\":[\"a\",null,1]},[[]]]}]"),
            InputKind.ROBOTS,
            List.of(
                    "User-agent: *\nDisallow: /x*y$\nAllow: /x\nCrawl-delay: 2\n\nUser-agent: pulsefeed\nDisallow: /%7ea\n"
                            + "Sitemap: /s.xml\n"));

    private static final Map<InputKind, List<String>> WORDS = Map.of(
            InputKind.FEEDS,
            List.of(
                    "<item>",
                    "</item>",
                    "<entry>",
                    "<![CDATA[",
                    "]]>",
                    "&#x110000;",
                    "&#146;",
                    "&nbsp;",
                    "<?xml ",
                    "<!DOCTYPE a [<!ENTITY b 'c'>]>",
                    "\u0000",
                    "xmlns:a=\"b\"",
                    "{\"items\":[",
                    "\\ud800",
                    "<b>",
                    "null",
                    "&&&",
                    "http://[::1",
                    "%zz",
                    "\uFFFF",
                    "<link rel=alternate href='//'>",
                    "<base href='javascript:'>",
                    "<guid>",
                    "xml:base=\"//[\"",
                    "<content type='xhtml'>",
                    "type='application/octet-stream'",
                    "\u0091"),
            InputKind.PAGES,
            List.of(
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
                    LEAD,
                    "<template><frameset>",
                    "<link rel=canonical href=http://[::1/>",
                    "charset=utf-16",
                    "The post x appeared first on y",
                    "<ul><li><a href=/a>x</a>, ",
                    "\u00ad\u200b"),
            InputKind.JSON_LD,
            List.of(
                    "{",
                    "}",
                    "[",
                    "]",
                    ",",
                    ":",
                    "\"",
                    "\\",
                    "\\u",
                    "\\ud800",
                    "null",
                    "1e999999",
                    "-",
                    "//",
                    "/*",
                    "<!--",
                    "\"@type\":\"Article\"",
                    "\"@graph\":[",
                    "\"articleBody\":",
                    "\"keywords\":[",
                    "\u0000",
                    "\n",
                    "\"isAccessibleForFree\":",
                    "\"hasPart\":{\"cssSelector\":\"",
                    "\"@type\":[[[",
                    "</script>"),
            InputKind.ROBOTS,
            List.of(
                    "User-agent: *\n",
                    "User-agent: pulsefeed\n",
                    "Disallow: ",
                    "Allow: ",
                    "*",
                    "$",
                    "%",
                    "%2A",
                    "%e3",
                    "\r",
                    "\n",
                    "#",
                    ":",
                    "/",
                    "/index.html",
                    "Crawl-delay: ",
                    "99999999999999999999",
                    ".5",
                    "Sitemap: ",
                    "\uFEFF",
                    "\u0000",
                    "\ufffe",
                    "user agent x\n",
                    "disallow /\n",
                    "http://[",
                    "\ud83d\ude80",
                    ","));

    private Corpus() {}

    static List<byte[]> words(InputKind kind) {
        return bytes(WORDS.get(kind));
    }

    static List<byte[]> of(InputKind kind) {
        List<byte[]> corpus = new ArrayList<>(bytes(BUILT_IN.get(kind)));
        String folder =
                switch (kind) {
                    case FEEDS -> "feeds";
                    case PAGES, JSON_LD -> "extraction/html";
                    case ROBOTS -> "robots";
                };
        for (Path file : evaluationFiles(folder)) {
            byte[] body = unpacked(DataFiles.read(file));
            if (kind == InputKind.JSON_LD) {
                corpus.addAll(scripts(body));
            } else if (body.length < LENGTH_MAX) {
                corpus.add(body);
            }
        }
        return corpus;
    }

    /** Empty without the evaluation data: the built-in inputs are tested in any case. */
    private static List<Path> evaluationFiles(String folder) {
        try {
            return DataFiles.list(EvaluationData.require("article/" + folder, "mutations of the files of " + folder));
        } catch (TestAbortedException e) {
            return List.of();
        }
    }

    private static List<byte[]> scripts(byte[] page) {
        Matcher matcher = SCRIPT.matcher(new String(page, StandardCharsets.UTF_8));
        List<byte[]> scripts = new ArrayList<>();
        while (matcher.find()) {
            scripts.add(matcher.group(1).getBytes(StandardCharsets.UTF_8));
        }
        return scripts;
    }

    private static byte[] unpacked(byte[] body) {
        if (body.length < 2 || body[0] != 0x1F || body[1] != (byte) 0x8B) {
            return body;
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<byte[]> bytes(List<String> texts) {
        return texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    }
}
