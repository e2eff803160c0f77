package io.pulsefeed.article.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.article.discovery.ParsedFeed.Format;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeedParserTest {

    private static final URI BASE = URI.create("https://news.example/rss/feed.xml");

    private static ParsedFeed parse(String text) {
        return FeedParser.parse(text.getBytes(StandardCharsets.UTF_8), null, BASE, ZoneOffset.UTC);
    }

    private static ParsedFeed rss(String items) {
        return parse("<rss version=\"2.0\"><channel><title>N</title>" + items + "</channel></rss>");
    }

    private static Entry item(String fields) {
        ParsedFeed feed = rss("<item>" + fields + "</item>");
        assertThat(feed.entries()).hasSize(1);
        return feed.entries().get(0);
    }

    @Test
    void parsesRssItem() {
        Entry entry = item(
                "<title>T</title><link>https://news.example/a</link><guid isPermaLink='false'>7</guid>"
                        + "<pubDate>Thu, 15 Jan 2026 10:00:00 +0100</pubDate><category>Markets</category><description>S</description>");
        assertThat(entry.title()).isEqualTo("T");
        assertThat(entry.link()).hasToString("https://news.example/a");
        assertThat(entry.guid()).isEqualTo("7");
        assertThat(entry.published().instant()).isEqualTo(Instant.parse("2026-01-15T09:00:00Z"));
        assertThat(entry.categories()).containsExactly("Markets");
        assertThat(entry.summaryHtml()).isEqualTo("S");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<link>/a?x=1</link>|https://news.example/a?x=1",
                "<link>b</link>|https://news.example/rss/b",
                "<link>?id=3</link>|https://news.example/rss/feed.xml?id=3",
                "<guid>https://news.example/g</guid>|https://news.example/g",
                "<guid>https://news.example/g</guid><link>/a</link>|https://news.example/a",
                "<link/><guid>https://news.example/g</guid>|https://news.example/g",
                "<enclosure url='https://news.example/x.mp3'/><link>/a</link>|https://news.example/a",
                "<link xml:base='https://other.example/x/'>a</link>|https://other.example/x/a",
                "<link> https://news.example/a b </link>|https://news.example/a%20b"
            })
    void selectsArticleLink(String fields, String link) {
        assertThat(item(fields).link()).hasToString(link);
    }

    @Test
    void ignoresGuidThatIsNotAPermalinkAsLink() {
        assertThat(item("<guid isPermaLink='false'>https://news.example/g</guid>")
                        .link())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Q&amp;amp;A|Q&A",
                "Q&amp;A|Q&A",
                "&lt;b&gt;Bold&lt;/b&gt; move|Bold move",
                "&amp;lt;i&amp;gt;x&amp;lt;/i&amp;gt;|x",
                "<![CDATA[AT&T &amp; co]]>|AT&T & co",
                "5 &lt; 7|5 < 7"
            })
    void decodesTitleTwiceOnlyIfMarkupRemains(String title, String expected) {
        assertThat(item("<title>" + title + "</title>").title()).isEqualTo(expected);
    }

    @Test
    void doesNotDecodeAtomTextTitle() {
        ParsedFeed feed = parse(
                "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title type='text'>a &lt;b&gt; c</title>"
                        + "<link rel='enclosure' href='/x.mp3'/><link rel='self' href='/self'/><link href='/a'/></entry></feed>");
        assertThat(feed.entries().get(0).title()).isEqualTo("a <b> c");
        assertThat(feed.entries().get(0).link()).hasToString("https://news.example/a");
    }

    @Test
    void returnsEntriesBeforeTruncation() {
        String whole =
                "<rss><channel><item><link>/a/1</link></item><item><link>/a/2</link></item><item><link>/a/3456</link></item>";
        ParsedFeed cut = parse(whole.substring(0, whole.indexOf("56</link>")));
        assertThat(cut.partial()).isTrue();
        assertThat(cut.entries()).extracting(entry -> entry.link().getPath()).containsExactly("/a/1", "/a/2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<title>A & B</title><link>/a</link>",
                "<title>A&nbsp;B</title><link>/a</link>",
                "<dc:creator>x</dc:creator><title>A</title><link>/a</link>",
                "<title>A</title><link>/a</link><description><p>unclosed</description>"
            })
    void parsesMalformedXml(String fields) {
        Entry entry = item(fields);
        assertThat(entry.link()).hasToString("https://news.example/a");
        assertThat(entry.title()).startsWith("A");
    }

    @Test
    void ignoresContentAfterRootElement() {
        assertThat(parse("<rss><channel><item><link>/a</link></item></channel></rss>\n<script>x</script> 500")
                        .entries())
                .hasSize(1);
    }

    @Test
    void doesNotExpandOrLoadExternalEntities() {
        ParsedFeed feed = parse("<?xml version='1.0'?><!DOCTYPE r [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>"
                + "<!ENTITY x SYSTEM 'file:///etc/passwd'>]><rss><channel><item><title>&b;&x;</title><link>/a</link></item>"
                + "<item><title>Good</title><link>/b</link></item></channel></rss>");
        assertThat(feed.entries()).hasSize(2);
        assertThat(feed.entries().get(0).title()).doesNotContain("aaaa", "root:");
        assertThat(feed.entries().get(1).title()).isEqualTo("Good");
    }

    @Test
    void limitsEntriesTo5000() {
        ParsedFeed feed = rss("<item><link>/a</link></item>".repeat(5001));
        assertThat(feed.entries()).hasSize(5000);
        assertThat(feed.partial()).isTrue();
    }

    @Test
    void limitsTitleLengthAndNestingDepth() {
        assertThat(item("<title>" + "x".repeat(1 << 20) + "</title><link>/a</link>")
                        .title())
                .hasSizeLessThanOrEqualTo(1000);
        ParsedFeed deep = rss(
                "<item><link>/a</link></item><item><description>" + "<b>".repeat(100_000) + "</description></item>");
        assertThat(deep.entries()).hasSize(1);
        assertThat(deep.partial()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "/news/7, https://news.example/news/7",
        "https://other.example/7, https://other.example/7",
        "7, 7",
        "tag:news.example;2026:7, tag:news.example;2026:7"
    })
    void resolvesIdThatIsAPath(String id, String guid) {
        assertThat(item("<title>T</title><guid isPermaLink='false'>" + id + "</guid>")
                        .guid())
                .isEqualTo(guid);
        String atom = "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>" + id + "</id></entry></feed>";
        assertThat(parse(atom).entries().get(0).guid()).isEqualTo(guid);
    }

    @ParameterizedTest
    @CsvSource({"aGVsbG8gPGI+eW91PC9iPg==, hello <b>you</b>", "iVBORw0KGgoAAAANSUhEUg==, ", "/9j/4AAQSkZJRgABAQ==, "})
    void decodesBase64Text(String base64, String content) {
        String atom = "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>1</id>"
                + "<content type='application/octet-stream'>" + base64 + "</content></entry></feed>";
        assertThat(parse(atom).entries().get(0).contentHtml()).isEqualTo(content);
    }

    @Test
    void decodesNumericControlReferencesAsWindows1252() {
        Entry entry = item("<title>don&#146;t</title><description>&#147;so&#x94;</description>");
        assertThat(entry.title()).isEqualTo("don\u2019t");
        assertThat(entry.summaryHtml()).isEqualTo("\u201cso\u201d");
    }

    @Test
    void ignoresGuidsIfOneHasSeveralLinks() {
        ParsedFeed feed = rss("<item><link>/a</link><guid>1</guid></item><item><link>/b</link><guid>1</guid></item>"
                + "<item><link>/c</link><guid>2</guid></item>");
        assertThat(feed.entries()).allMatch(entry -> entry.guid() == null);
    }

    @Test
    void marksEntriesWithSharedLink() {
        ParsedFeed feed = rss("<item><link>/a</link><guid>1</guid></item><item><link>/a</link><guid>2</guid></item>");
        assertThat(feed.entries()).allMatch(Entry::sharedLink);
    }

    @Test
    void parsesTtlAndSkipHours() {
        ParsedFeed feed = parse("<rss><channel><ttl>45</ttl><skipHours><hour>3</hour><hour>4</hour></skipHours>"
                + "<item><link>/a</link></item></channel></rss>");
        assertThat(feed.interval()).isEqualTo(Duration.ofMinutes(45));
        assertThat(feed.skipHours()).isEqualTo(Set.of(3, 4));
    }

    @Test
    void sortsSitemapIndexNewestFirst() {
        ParsedFeed feed = parse("<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
                + "<sitemap><loc>/old.xml</loc><lastmod>2025-01-01</lastmod></sitemap>"
                + "<sitemap><loc>/new.xml</loc><lastmod>2026-01-01</lastmod></sitemap></sitemapindex>");
        assertThat(feed.format()).isEqualTo(Format.SITEMAP_INDEX);
        assertThat(feed.furtherLists()).extracting(URI::getPath).containsExactly("/new.xml", "/old.xml");
    }

    @ParameterizedTest
    @CsvSource({"UTF-8", "UTF-16LE", "UTF-16BE", "windows-1252", "ISO-8859-1"})
    void usesDeclaredCharset(String charset) {
        String text = "<?xml version=\"1.0\" encoding=\"" + charset
                + "\"?><rss><channel><item><title>Zürich café</title>" + "<link>/a</link></item></channel></rss>";
        ParsedFeed feed = FeedParser.parse(text.getBytes(Charset.forName(charset)), null, BASE, ZoneOffset.UTC);
        assertThat(feed.entries().get(0).title()).isEqualTo("Zürich café");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n\t ", "\uFEFF"})
    void blankDocumentIsEmptyList(String text) {
        assertThat(parse(text).format()).isEqualTo(Format.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "{}", "{\"items\":7}", "[1,2]", "<svg/>", "{\"items\":[", "<"})
    void reportsProblemOfInvalidList(String text) {
        ParsedFeed feed = parse(text);
        assertThat(feed.format()).isEqualTo(Format.UNKNOWN);
        assertThat(feed.problem()).isNotBlank();
    }

    @Test
    void parsesJsonFeed() {
        ParsedFeed feed = parse(
                "{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[null,{\"id\":7,\"url\":\"/a\","
                        + "\"title\":\"T\",\"content_text\":\"a < b\",\"date_published\":\"2026-01-15T10:00:00Z\",\"tags\":[\"x\"]}]}");
        Entry entry = feed.entries().get(0);
        assertThat(entry.guid()).isEqualTo("7");
        assertThat(entry.link()).hasToString("https://news.example/a");
        assertThat(entry.contentHtml()).isEqualTo("a &lt; b");
        assertThat(entry.categories()).containsExactly("x");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Why &lt;script&gt; tags matter|Why <script> tags matter",
                "&lt;script&gt;alert(1)&lt;/script&gt;News|News",
                "5 &lt; 6 &amp; 7 &gt; 3: &lt;b&gt;bold&lt;/b&gt; AT&amp;amp;T|5 < 6 & 7 > 3: bold AT&T",
                "One&lt;br/&gt;two|One two",
                "List&lt;String&gt; in Java|List<String> in Java"
            })
    void keepsTextInAngleBracketsInTitles(String title, String expected) {
        assertThat(item("<title>" + title + "</title>").title()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<br />\n<b>Warning</b>: Undefined variable in /srv/feed.php on line 3<br />\n<?xml version='1.0'?>",
                "Notice: x\n",
                "<!-- cached --><?xml version='1.0'?>"
            })
    void skipsJunkBeforeTheFeed(String junk) {
        ParsedFeed feed = parse(junk + "<rss><channel><item><title>A</title><link>/a</link></item></channel></rss>");

        assertThat(feed.format()).isEqualTo(Format.RSS);
        assertThat(feed.entries()).hasSize(1);
    }

    @Test
    void readsJsonFeedWithTrailingComma() {
        ParsedFeed feed =
                parse("{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[{\"id\":\"1\",\"url\":\"/a\",},]}");

        assertThat(feed.entries()).singleElement().satisfies(entry -> assertThat(entry.link())
                .hasToString("https://news.example/a"));
    }

    @Test
    void usesIdThatIsUrlAsLink() {
        ParsedFeed atom = parse("<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>A</title>"
                + "<id>https://news.example/a</id></entry></feed>");
        ParsedFeed json = parse("{\"items\":[{\"id\":\"https://news.example/a\"}]}");

        assertThat(atom.entries().get(0).link()).hasToString("https://news.example/a");
        assertThat(json.entries().get(0).link()).hasToString("https://news.example/a");
    }

    @Test
    void entriesThatShareMostLinksAreIdentifiedByGuid() {
        StringBuilder items = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            items.append("<item><title>").append(i).append("</title><link>/upcoming/</link>");
            items.append("<guid isPermaLink='false'>Z-").append(i).append("</guid></item>");
        }
        items.append("<item><title>Other</title><link>/other</link><guid isPermaLink='false'>Z-9</guid></item>");

        assertThat(rss(items.toString()).entries())
                .extracting(Entry::sharedLink)
                .containsExactly(true, true, true, true, false);
    }

    @Test
    void readsLanguages() {
        ParsedFeed rss = parse("<rss><channel><language>de-AT</language><item><title>A</title><link>/a</link></item>"
                + "<item xml:lang='fr'><title>B</title><link>/b</link></item></channel></rss>");
        ParsedFeed sitemap = parse(
                "<urlset xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'><url>"
                        + "<loc>https://a.example/x</loc><news:news><news:publication><news:name>N</news:name>"
                        + "<news:language>pl</news:language></news:publication><news:title>T</news:title></news:news></url></urlset>");

        assertThat(rss.entries()).extracting(Entry::language).containsExactly("de-AT", "fr");
        assertThat(sitemap.entries()).extracting(Entry::language).containsExactly("pl");
        assertThat(sitemap.entries()).extracting(Entry::title).containsExactly("T");
    }

    @Test
    void keepsNewestEntriesOfLargeList() {
        StringBuilder urls = new StringBuilder("<urlset>");
        for (int i = 0; i < 6_000; i++) {
            urls.append("<url><loc>https://a.example/").append(i).append("</loc><lastmod>");
            urls.append(Instant.ofEpochSecond(1_700_000_000L + i * 60L)).append("</lastmod></url>");
        }

        ParsedFeed feed = parse(urls + "</urlset>");

        assertThat(feed.entries()).hasSize(5_000);
        assertThat(feed.entries().get(0).link()).hasToString("https://a.example/1000");
        assertThat(feed.entries().get(4_999).link()).hasToString("https://a.example/5999");
    }
}
