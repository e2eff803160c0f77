package io.pulsefeed.article.extract;

import java.util.List;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;

/** Turns pieces of markup, as feeds carry them, into plain text. */
final class Markup {

    private static final int MARKUP_MAX = 1 << 20;

    /** What WordPress appends to every entry of a feed. */
    private static final Pattern FEED_FOOTER = Pattern.compile(
            "^The post .{1,300} (appeared first on|first appeared on) .{1,100}$", Pattern.CASE_INSENSITIVE);

    private Markup() {}

    /** One line; entities and tags gone. Feeds escape twice: once more when a tag or entity is left. */
    static String toLine(String markup) {
        return String.join(" ", paragraphs(markup));
    }

    /** One line per paragraph. */
    static String toLines(String markup) {
        return String.join("\n", paragraphs(markup));
    }

    private static List<String> paragraphs(String markup) {
        if (markup == null || markup.isBlank()) {
            return List.of();
        }
        String limited = TextCleaner.cut(markup, MARKUP_MAX);
        List<String> once = parse(limited);
        boolean escapedTwice = once.stream().anyMatch(Markup::hasMarkup) && !hasTag(limited);
        return escapedTwice ? parse(String.join("\n", once)) : once;
    }

    private static List<String> parse(String markup) {
        if (!hasTag(markup)) {
            return tidy(List.of(Parser.unescapeEntities(markup, false).split("\\R")));
        }
        Element body = Jsoup.parseBodyFragment(markup).body();
        return tidy(PageTree.of(body, null).paragraphs.stream()
                .filter(paragraph -> paragraph.parent.furnishing != Furnishing.CERTAIN)
                .map(paragraph -> paragraph.text)
                .toList());
    }

    private static List<String> tidy(List<String> lines) {
        return lines.stream()
                .map(TextCleaner::line)
                .filter(line -> !line.isEmpty() && !FEED_FOOTER.matcher(line).matches())
                .toList();
    }

    private static boolean hasMarkup(String text) {
        return hasTag(text) || hasEntity(text);
    }

    private static boolean hasTag(String text) {
        for (int at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) {
            int next = at + 1 < text.length() && text.charAt(at + 1) == '/' ? at + 2 : at + 1;
            if (next < text.length() && Character.isLetter(text.charAt(next)) && text.indexOf('>', next) > 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasEntity(String text) {
        for (int at = text.indexOf('&'); at >= 0; at = text.indexOf('&', at + 1)) {
            int end = at + 1;
            while (end < text.length()
                    && end - at < 12
                    && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '#')) {
                end++;
            }
            if (end > at + 1 && end < text.length() && text.charAt(end) == ';') {
                return true;
            }
        }
        return false;
    }
}
