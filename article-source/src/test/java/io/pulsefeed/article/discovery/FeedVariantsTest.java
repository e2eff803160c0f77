package io.pulsefeed.article.discovery;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.article.discovery.ParsedFeed.Format;
import java.net.URI;
import java.nio.charset.Charset;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Feeds and sitemaps as careless programs write them. */
class FeedVariantsTest {

    private static final URI BASE = URI.create("https://news.example.com/feeds/main.xml");
    private static final String CYRILLIC =
            "\u0411\u0438\u0442\u043a\u043e\u0439\u043d \u0440\u0430\u0441\u0442\u0435\u0442";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<rss version='0.91'><channel><title>N</title><item><title>A</title><link>/a</link></item></channel></rss>",
                "<rss version=\"2.0\"><channel><item><link>\n  /a\n </link><title><![CDATA[ A ]]></title></item></channel></rss>",
                "<RSS><Channel><Item><Title>A</Title><Link>/a</Link></Item></Channel></RSS>",
                "<channel><item><title>A</title><link>/a</link></item></channel>",
                "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>"
                        + "<channel rdf:about='/'/><item rdf:about='/a'><title>A</title></item></rdf:RDF>",
                "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://my.netscape.com/rdf/simple/0.9/'>"
                        + "<item><title>A</title><link>/a</link></item></rdf:RDF>",
                "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>A</title><link href='/a'/></entry></feed>",
                "<feed xmlns='https://www.w3.org/2005/Atom/'><entry><title>A</title><link rel='alternate' href='/a'/></entry></feed>",
                "<a:feed xmlns:a='https://www.w3.org/2005/Atom'><a:entry><a:title>A</a:title><a:link href='/a'/></a:entry></a:feed>",
                "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://news.example.com/x/'>"
                        + "<entry xml:base='../'><title>A</title><link xml:base='y/' href='../a'/></entry></feed>",
                "<rss><channel><item><title>A</title><link/><guid>https://news.example.com/a</guid></item></channel></rss>",
                "<rss xmlns:atom='http://www.w3.org/2005/Atom'><channel><atom:link rel='self' href='/feed'/><item><title>A</title>"
                        + "<atom:link rel='self' href='/self'/><enclosure url='/a.mp3'/><link>/a</link></item></channel></rss>",
                "<rss xmlns:dc='http://purl.org/dc/elements/1.1'><channel><item><dc:title>A</dc:title>"
                        + "<link>/a</link></item></channel></rss>",
                "<rss><channel><item><title>A</title><link>//news.example.com/a</link><media:title>B</media:title></item></channel></rss>",
                "{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[{\"id\":1,\"url\":\"/a\",\"title\":\"A\"}]}",
                "{\"items\":[{\"id\":\"/a\",\"external_url\":\"https://news.example.com/a\",\"title\":\"A\"},null,7,[]],\"version\":1}",
                "<urlset xmlns='https://www.sitemaps.org/schemas/sitemap/0.9' xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'>"
                        + "<url><loc>https://news.example.com/a</loc><n:news><n:title>A</n:title></n:news></url></urlset>",
                "<s:urlset xmlns:s='http://www.sitemaps.org/schemas/sitemap/0.9/' xmlns:news='urn:other'>"
                        + "<s:url><s:loc>https://news.example.com/a</s:loc>"
                        + "<news:news><news:title>A</news:title></news:news></s:url></s:urlset>"
            })
    void readsLinkAndTitle(String document) {
        ParsedFeed feed = parse(document);

        assertThat(feed.entries()).hasSize(1);
        assertThat(feed.entries().get(0).link()).isEqualTo(URI.create("https://news.example.com/a"));
        assertThat(feed.entries().get(0).title()).isEqualTo("A");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
            <pubDate>Mon, 05 Mar 2026 09:30:00 EST</pubDate>                          | 2026-03-05T14:30:00Z
            <pubDate><![CDATA[2026-03-05 09:30:00]]></pubDate>                        | 2026-03-05T08:30:00Z
            <dc:date>2026-03-05T09:30:00.000-0500</dc:date>                           | 2026-03-05T14:30:00Z
            <pubDate>1772703000</pubDate>                                             | 2026-03-05T09:30:00Z
            <pubDate>1772703000000</pubDate>                                          | 2026-03-05T09:30:00Z
            <pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate>                          | -
            <pubDate>0001-01-01T00:00:00Z</pubDate>                                   | -
            <pubDate>0001-01-01</pubDate><updated>2026-03-05T09:30:00Z</updated>      | 2026-03-05T09:30:00Z
            <pubDate>just now</pubDate><dc:date>2026-03-05T09:30:00Z</dc:date>        | 2026-03-05T09:30:00Z
            <pubDate>Sun, 31 Feb 2026 09:30:00 GMT</pubDate>                          | -
            <pubDate></pubDate>                                                       | -
            """)
    void readsDate(String element, @Nullable Instant expected) {
        ParsedFeed feed = FeedParser.parse(
                ("<rss><channel><item><title>A</title><link>/a</link>" + element + "</item></channel></rss>")
                        .getBytes(UTF_8),
                null,
                BASE,
                ZoneId.of("Europe/Berlin"));

        assertThat(feed.entries().get(0).date()).isEqualTo(expected);
    }

    @Test
    void readsLinkThatIsEscapedInCdata() {
        assertThat(parse(
                                "<rss><channel><item><title>A</title><link><![CDATA[/a?x=1&amp;y=2]]></link></item></channel></rss>")
                        .entries())
                .extracting(Entry::link)
                .containsExactly(URI.create("https://news.example.com/a?x=1&y=2"));
    }

    @ParameterizedTest
    @CsvSource({"1772703000", "1772703000.0", "1.772703e9", "1772703000000", "'\"2026-03-05T09:30:00Z\"'"})
    void readsDateOfJsonFeed(String value) {
        String item = "{\"id\":\"1\",\"url\":\"/a\",\"date_published\":" + value + ",\"date_modified\":" + value + "}";

        Entry entry = parse("{\"items\":[" + item + "]}").entries().get(0);

        assertThat(entry.published().instant()).isEqualTo("2026-03-05T09:30:00Z");
        assertThat(entry.updated().instant()).isEqualTo("2026-03-05T09:30:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", ",{\"id\":\"3\",\"title\":\"C", ",{\"id\":\"3\"} oops", "}", "]"})
    void keepsEntriesOfJsonFeedBeforeDamage(String damage) {
        String entries = "{\"id\":\"1\",\"url\":\"/a\"},{\"id\":\"2\",\"url\":\"/b\"}";

        ParsedFeed feed = parse("{\"language\":\"de\",\"items\":[" + entries + damage);

        assertThat(feed.format()).isEqualTo(Format.JSON_FEED);
        assertThat(feed.entries()).extracting(Entry::guid).startsWith("1", "2");
        assertThat(feed.entries()).extracting(Entry::language).containsOnly("de");
        assertThat(feed.partial()).isTrue();
        assertThat(feed.problem()).contains("not valid JSON");
    }

    @Test
    void readsLanguageOfJsonFeedAfterItsEntries() {
        assertThat(parse("{\"items\":[{\"id\":\"1\",\"url\":\"/a\"}],\"language\":\"de\",\"icon\":{\"items\":[1]}}")
                        .entries())
                .extracting(Entry::language)
                .containsExactly("de");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
            windows-1251 | application/xml                        | <?xml version="1.0" encoding="windows-1251"?>
            windows-1251 | application/xml; charset=windows-1251  | <?xml version="1.0" encoding="utf-8"?>
            windows-1251 | application/xml; charset=utf-8         | <?xml version="1.0" encoding="windows-1251"?>
            UTF-8        | application/xml; charset=iso-8859-1    | <?xml version="1.0" encoding="utf-8"?>
            UTF-8        | application/xml; charset=utf-16        | -
            UTF-8        | text/xml                               | <?xml version="1.0" encoding="iso-8859-1"?>
            UTF-8        | text/xml                               | <?xml version="1.0" encoding="utf-16"?>
            koi8-r       | text/xml                               | <?xml version='1.0' encoding='koi8-r'?>
            UTF-16LE     | text/xml; charset=utf-16               | -
            """)
    void readsTextInItsCharset(Charset charset, String contentType, @Nullable String prolog) {
        String document = (prolog == null ? "" : prolog) + "<rss><channel><item><title>" + CYRILLIC
                + "</title><link>/a</link></item></channel></rss>";

        ParsedFeed feed = FeedParser.parse(document.getBytes(charset), contentType, BASE, ZoneOffset.UTC);

        assertThat(feed.entries()).extracting(Entry::title).containsExactly(CYRILLIC);
    }

    @Test
    void readsUtf16WithByteOrderMark() {
        String document =
                "\ufeff<rss><channel><item><title>" + CYRILLIC + "</title><link>/a</link></item></channel></rss>";

        for (Charset charset : new Charset[] {UTF_8, UTF_16LE, UTF_16BE}) {
            ParsedFeed feed =
                    FeedParser.parse(document.getBytes(charset), "text/xml; charset=us-ascii", BASE, ZoneOffset.UTC);
            assertThat(feed.entries()).extracting(Entry::title).containsExactly(CYRILLIC);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            <title>A &amp;amp; B</title>                    | A & B
            <title>A & B &nbsp; C</title>                   | A & B C
            <title>AT&T &euro;5</title>                     | AT&T \u20ac5
            <title><![CDATA[A &#8217;s <b>B</b>]]></title>  | A \u2019s B
            <title>&lt;b&gt;A&lt;/b&gt; B</title>           | A B
            <title>1 &lt; 2</title>                         | 1 < 2
            <title>A\u0093B\u0094</title>                   | A\u201cB\u201d
            """)
    void readsTitle(String element, String expected) {
        assertThat(parse("<rss><channel><item>" + element + "<link>/a</link></item></channel></rss>")
                        .entries())
                .extracting(Entry::title)
                .containsExactly(expected);
    }

    @Test
    void splitsKeywordsOfAllScripts() {
        String keywords =
                "bitcoin, \u6bd4\u7279\u5e01\uff0c\u4ee5\u592a\u574a\u3001\u0628\u064a\u062a\u0643\u0648\u064a\u0646\u060c defi;";
        String document =
                "<urlset xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'><url><loc>https://a.example/1</loc>"
                        + "<news:news><news:keywords>" + keywords + "</news:keywords></news:news></url></urlset>";

        assertThat(parse(document).entries().get(0).categories())
                .containsExactly(
                        "bitcoin",
                        "\u6bd4\u7279\u5e01",
                        "\u4ee5\u592a\u574a",
                        "\u0628\u064a\u062a\u0643\u0648\u064a\u0646",
                        "defi");
    }

    private static ParsedFeed parse(String document) {
        return FeedParser.parse(document.getBytes(UTF_8), null, BASE, ZoneOffset.UTC);
    }
}
