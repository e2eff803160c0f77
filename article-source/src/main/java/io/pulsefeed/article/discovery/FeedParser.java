package io.pulsefeed.article.discovery;

import io.pulsefeed.article.discovery.ParsedFeed.Format;
import io.pulsefeed.article.extract.TextDecoder;
import io.pulsefeed.article.fetch.Urls;
import java.net.URI;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * Parses RSS, Atom, JSON Feed and sitemaps; detects the format from the content. Invalid input does not throw: the result
 * contains the entries before the error and a description of the problem.
 */
public final class FeedParser {

    private static final Pattern ENTRY_END =
            Pattern.compile("</(?:[a-zA-Z0-9]{1,20}:)?(?:item|entry|url)\\s{0,20}>", Pattern.CASE_INSENSITIVE);
    private static final Pattern ROOT = Pattern.compile(
            "<\\?xml\\s|<(?:[a-zA-Z0-9]{1,20}:)?(?:rss|rdf|feed|channel|urlset|sitemapindex)[\\s>]",
            Pattern.CASE_INSENSITIVE);
    private static final int MAX_JUNK = 64 << 10;
    private static final int MAX_ENTRIES = 5_000;
    private static final int MAX_TEXT_ENTRIES = 50_000;

    private FeedParser() {}

    /**
     * @param base URL that relative links are resolved against, unless the document sets another one
     * @param zone for dates without a time zone
     */
    public static ParsedFeed parse(byte[] body, @Nullable String contentType, URI base, ZoneId zone) {
        String text = TextDecoder.decode(body, contentType);
        int start = firstNonBlank(text);
        if (start == text.length()) {
            return new ParsedFeed(Format.EMPTY, List.of(), List.of(), false, null, Set.of(), "it is empty");
        }
        try {
            return EntryRules.apply(parse(text.substring(start), base, zone).newest(MAX_ENTRIES));
        } catch (RuntimeException | StackOverflowError e) {
            return ParsedFeed.unknown("unexpected error (" + e + ")");
        }
    }

    private static ParsedFeed parse(String text, URI base, ZoneId zone) {
        if (text.charAt(0) == '{' || text.charAt(0) == '[') {
            return JsonFeed.read(text, base, zone);
        }
        String head = text.substring(0, Math.min(text.length(), 200)).toLowerCase(Locale.ROOT);
        if (head.startsWith("http://") || head.startsWith("https://")) {
            return textSitemap(text);
        }
        if (head.startsWith("<!doctype html>") || head.startsWith("<html")) {
            return new ParsedFeed(Format.HTML, List.of(), List.of(), false, null, Set.of(), null);
        }
        return parseXml(text.substring(rootStart(text)), base, zone);
    }

    /** Skips warnings of scripts and other text before the XML declaration or the root element. */
    private static int rootStart(String text) {
        Matcher root = ROOT.matcher(text).region(0, Math.min(text.length(), MAX_JUNK));
        return root.find() ? root.start() : 0;
    }

    private static ParsedFeed parseXml(String text, URI base, ZoneId zone) {
        FeedHandler strict = new FeedHandler(base, zone);
        String problem;
        try {
            StrictXml.read(text, strict);
            return checked(strict.finish(true, null), strict);
        } catch (XMLStreamException | RuntimeException e) {
            problem = "not well-formed XML: " + shortMessage(e.getMessage());
        }
        if (strict.root() != null && (strict.format() == Format.UNKNOWN || strict.format() == Format.HTML)) {
            return checked(strict.finish(false, problem), strict);
        }
        FeedHandler lenient = new FeedHandler(base, zone);
        boolean complete = isClosed(text, strict.root());
        LenientXml.read(complete ? text : upToLastEntry(text), lenient);
        return checked(lenient.finish(complete, problem), lenient);
    }

    private static ParsedFeed checked(ParsedFeed feed, FeedHandler handler) {
        if (feed.format() != Format.UNKNOWN) {
            return feed;
        }
        return ParsedFeed.unknown(
                handler.root() == null
                        ? "it is not XML"
                        : "its root element " + handler.root() + " is not that of a feed or sitemap");
    }

    /** False for a truncated document: the end tag of the root element is missing. */
    private static boolean isClosed(String text, @Nullable String root) {
        if (root == null) {
            return true;
        }
        String local = root.substring(root.indexOf(':') + 1);
        Pattern end = Pattern.compile("</(?:[a-zA-Z0-9]{1,20}:)?" + Pattern.quote(local), Pattern.CASE_INSENSITIVE);
        return end.matcher(text).find();
    }

    /** Drops an incomplete last entry: its link may be truncated and thus another URL. */
    private static String upToLastEntry(String text) {
        int end = 0;
        Matcher matcher = ENTRY_END.matcher(text);
        while (matcher.find()) {
            end = matcher.end();
        }
        return end == 0 ? text : text.substring(0, end);
    }

    private static ParsedFeed textSitemap(String text) {
        List<Entry> entries = new ArrayList<>();
        for (String line : text.split("\\R", MAX_TEXT_ENTRIES + 1)) {
            if (entries.size() < MAX_TEXT_ENTRIES) {
                Urls.parse(line)
                        .ifPresent(link -> entries.add(
                                new Entry(null, link, null, null, null, null, null, List.of(), null, false)));
            }
        }
        return new ParsedFeed(Format.SITEMAP, List.copyOf(entries), List.of(), false, null, Set.of(), null);
    }

    private static int firstNonBlank(String text) {
        int at = 0;
        while (at < text.length()
                && (text.charAt(at) <= ' ' || text.charAt(at) == '\uFEFF' || text.charAt(at) == '\u00A0')) {
            at++;
        }
        return at;
    }

    private static String shortMessage(@Nullable String text) {
        String line = text == null ? "" : text.strip();
        int end = line.lastIndexOf("Message: ");
        line = end >= 0 ? line.substring(end + 9) : line;
        return line.length() > 200 ? line.substring(0, 200) : line;
    }
}
