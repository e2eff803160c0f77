package io.pulsefeed.article.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.article.DataFiles;
import io.pulsefeed.article.discovery.ParsedFeed.Format;
import io.pulsefeed.article.extract.TextDecoder;
import io.pulsefeed.article.fetch.Urls;
import io.pulsefeed.testing.EvaluationData;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;

/** Checks the feeds of the evaluation data against the expectations in their comments. */
class FeedDataTest {

    private static final Pattern EXPECTATION = Pattern.compile(
            "entries\\[(\\d+)]\\['(title|link|id|guid|summary|description|content|published_parsed|updated_parsed|created_parsed)']"
                    + "(?:\\[0]\\['value'])? == "
                    + "(u?'(?:[^'\\\\]|\\\\.)*'|u?\"(?:[^\"\\\\]|\\\\.)*\"|\\([0-9, ]+\\))");
    private static final Pattern HEADER = Pattern.compile("(?im)^Header:\\s*Content-type:\\s*(.*)$");
    private static final Pattern LOCATION = Pattern.compile("(?im)^Header:\\s*Content-Location:\\s*(.*)$");
    private static final Pattern ENTRY = Pattern.compile("<(?:\\w+:)?(?:item|entry)[\\s>]", Pattern.CASE_INSENSITIVE);
    private static final double PASS_RATE = 0.98;
    private static final double EXPECTATION_RATE = 0.98;

    @Test
    void findsEntriesInEveryFeed() {
        Path folder = EvaluationData.require("article/feeds", "entries of the shared feeds");
        List<String> without = new ArrayList<>();
        int files = 0;
        for (Path file : DataFiles.list(folder)) {
            byte[] body = DataFiles.read(file);
            String text = TextDecoder.decode(body, null);
            if (isFeed(file) && ENTRY.matcher(text).find() && !text.contains("<opml")) {
                files++;
                ParsedFeed feed = parse(file, body);
                if (feed.entries().isEmpty()) {
                    without.add(folder.relativize(file) + ": " + feed.format() + " " + feed.problem());
                }
            }
        }
        report("feeds with entries in which entries are found", files, without);
        assertThat(without).hasSizeLessThanOrEqualTo((int) (files * (1 - PASS_RATE)));
    }

    @Test
    void matchesExpectedTitlesLinksAndDates() {
        Path folder = EvaluationData.require("article/feeds/feedparser", "titles, links and dates of the shared feeds");
        List<String> wrong = new ArrayList<>();
        int expectations = 0;
        for (Path file : DataFiles.list(folder)) {
            byte[] body = DataFiles.read(file);
            Matcher matcher = EXPECTATION.matcher(TextDecoder.decode(body, header(HEADER, body)));
            while (isFeed(file) && matcher.find()) {
                expectations++;
                String found = check(parse(file, body), matcher);
                if (found != null) {
                    wrong.add(folder.relativize(file) + ": " + matcher.group() + " but was " + found);
                }
            }
        }
        report("expectations on titles, links and dates met", expectations, wrong);
        assertThat(wrong).hasSizeLessThanOrEqualTo((int) (expectations * (1 - EXPECTATION_RATE)));
    }

    private static void report(String what, int all, List<String> wrong) {
        System.out.printf(Locale.ROOT, "%s: %d of %d%n", what, all - wrong.size(), all);
        wrong.forEach(line -> System.out.println("  " + line));
    }

    private static boolean isFeed(Path file) {
        String name = file.getFileName().toString();
        return !name.contains("LICENSE") && !name.endsWith(".md");
    }

    /** An HTTP header in the comments of a file. */
    private static String header(Pattern name, byte[] body) {
        Matcher header = name.matcher(TextDecoder.decode(body, null));
        return header.find() ? header.group(1).strip() : null;
    }

    private static ParsedFeed parse(Path file, byte[] body) {
        URI url = URI.create("http://127.0.0.1:8097/" + file.getFileName());
        URI base = Urls.resolve(url, header(LOCATION, body)).orElse(url);
        ParsedFeed feed = FeedParser.parse(body, header(HEADER, body), base, ZoneOffset.UTC);
        if (feed.format() == Format.UNKNOWN) {
            assertThat(feed.problem()).as(file.toString()).isNotBlank();
        }
        return feed;
    }

    /** Null if the value is as expected. */
    private static String check(ParsedFeed feed, Matcher expectation) {
        int index = Integer.parseInt(expectation.group(1));
        if (index >= feed.entries().size()) {
            return "no such entry, " + feed.format() + " " + feed.problem();
        }
        Entry entry = feed.entries().get(index);
        String literal = expectation.group(3);
        return switch (expectation.group(2)) {
            case "title" -> text(literal).equals(entry.title())
                    ? null
                    : differs(Jsoup.parse(text(literal)).text(), String.valueOf(entry.title()));
            case "link" -> differs(text(literal), String.valueOf(entry.link()));
            case "content" -> differs(words(text(literal)), words(entry.contentHtml()));
            case "summary", "description" -> differs(
                    words(text(literal)),
                    words(entry.summaryHtml() == null ? entry.contentHtml() : entry.summaryHtml()));
            case "id", "guid" -> differs(text(literal), entry.guid());
            default -> date(literal, entry);
        };
    }

    private static String words(String html) {
        return Jsoup.parse(String.valueOf(html)).text();
    }

    private static String differs(String expected, String actual) {
        return expected.equals(actual) ? null : actual;
    }

    private static String date(String tuple, Entry entry) {
        String[] parts = tuple.replaceAll("[() ]", "").split(",");
        int[] n = new int[6];
        for (int i = 0; i < 6; i++) {
            n[i] = Integer.parseInt(parts[i]);
        }
        Instant expected = LocalDateTime.of(n[0], n[1], n[2], n[3], n[4], n[5]).toInstant(ZoneOffset.UTC);
        Instant published = entry.published() == null ? null : entry.published().instant();
        Instant updated = entry.updated() == null ? null : entry.updated().instant();
        return expected.equals(published) || expected.equals(updated) ? null : published + " / " + updated;
    }

    private static String text(String literal) {
        String inner = literal.replaceFirst("^u", "");
        inner = inner.substring(1, inner.length() - 1);
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < inner.length(); i++) {
            char c = inner.charAt(i);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            char kind = inner.charAt(++i);
            int digits = kind == 'u' ? 4 : kind == 'x' ? 2 : 0;
            if (digits > 0) {
                out.append((char) Integer.parseInt(inner.substring(i + 1, i + 1 + digits), 16));
                i += digits;
            } else {
                out.append(kind == 'n' ? '\n' : kind == 't' ? '\t' : kind);
            }
        }
        return out.toString();
    }
}
