package io.pulsefeed.article.extract;

import java.util.List;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;

/** Converts HTML fragments of feeds to plain text. */
final class MarkupText {

    private static final int MAX_MARKUP_LENGTH = 1 << 20;

    /** WordPress appends this line to every feed entry. */
    private static final Pattern FEED_FOOTER = Pattern.compile(
            "^The post .{1,300} (appeared first on|first appeared on) .{1,100}$", Pattern.CASE_INSENSITIVE);

    private MarkupText() {}

    /** Converts to one line. Decodes a second time if tags or entities remain, because some feeds escape twice. */
    static String toLine(@Nullable String markup) {
        return String.join(" ", paragraphs(markup));
    }

    /** Converts to one line per paragraph. */
    static String toLines(@Nullable String markup) {
        return String.join("\n", paragraphs(markup));
    }

    private static List<String> paragraphs(@Nullable String markup) {
        if (markup == null || markup.isBlank()) {
            return List.of();
        }
        String limited = TextCleaner.cut(markup, MAX_MARKUP_LENGTH);
        List<String> once = parse(limited);
        boolean isEscapedTwice = once.stream().anyMatch(MarkupText::hasMarkup) && !hasTag(limited);
        return isEscapedTwice ? parse(String.join("\n", once)) : once;
    }

    private static List<String> parse(String markup) {
        if (!hasTag(markup)) {
            return normalize(List.of(Parser.unescapeEntities(markup, false).split("\\R")));
        }
        Element body = Jsoup.parseBodyFragment(markup).body();
        return normalize(PageTree.of(body, LinkClassifier.ofFragment()).paragraphs.stream()
                .filter(paragraph -> paragraph.parent.boilerplate != BoilerplateConfidence.CERTAIN)
                .map(paragraph -> paragraph.text)
                .toList());
    }

    private static List<String> normalize(List<String> lines) {
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
