package io.pulsefeed.article.discovery;

import java.util.regex.Pattern;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;

/** Converts titles of feeds to plain text. */
final class PlainText {

    private static final int MAX_RAW_LENGTH = 4_000;
    private static final int MAX_LENGTH = 1_000;
    private static final Pattern MARKUP =
            Pattern.compile("</?[a-zA-Z][^<>]{0,500}>|&(#\\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});");

    private static final Pattern HIDDEN = Pattern.compile(
            "<(script|style)\\b[^<>]{0,500}>.{0,2000}?</\\1\\s{0,5}>|<!--.{0,2000}?-->",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern BREAKS =
            Pattern.compile("</?(?:br|p|div|li|h[1-6]|tr|td|hr)(?:[\\s/][^<>]{0,500})?>", Pattern.CASE_INSENSITIVE);
    /** Other names in angle brackets are text: "Why &lt;script&gt; tags matter". */
    private static final Pattern FORMATTING = Pattern.compile(
            "</?(?:a|abbr|acronym|b|bdi|bdo|big|blockquote|center|cite|code|del|dfn|em|figure|font|i|img|ins|kbd|mark|nobr|ol|picture|pre"
                    + "|q|rp|rt|ruby|s|samp|small|source|span|strike|strong|sub|sup|svg|table|tbody|time|tt|u|ul|var|video|wbr|o:p)"
                    + "(?:[\\s/][^<>]{0,1000})?>",
            Pattern.CASE_INSENSITIVE);

    private PlainText() {}

    /** For titles that may contain HTML, possibly escaped twice: decodes once, and again only if markup remains. */
    static @Nullable String ofHtml(String raw) {
        String text = decode(truncate(raw, MAX_RAW_LENGTH));
        return normalize(MARKUP.matcher(text).find() ? decode(text) : text);
    }

    /** For titles that are declared as HTML: decodes once. */
    static @Nullable String ofMarkup(String raw) {
        return normalize(decode(truncate(raw, MAX_RAW_LENGTH)));
    }

    /** For titles that are declared as text: does not decode. */
    static @Nullable String ofText(String raw) {
        return normalize(truncate(raw, MAX_RAW_LENGTH));
    }

    /** Escapes {@code text} for HTML. */
    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private static String decode(String raw) {
        if (raw.indexOf('<') < 0) {
            return raw.indexOf('&') < 0 ? raw : Parser.unescapeEntities(raw, false);
        }
        String text = HIDDEN.matcher(raw).replaceAll("");
        text = BREAKS.matcher(text).replaceAll(" ");
        return Parser.unescapeEntities(FORMATTING.matcher(text).replaceAll(""), false);
    }

    private static @Nullable String normalize(String text) {
        String normalized = truncate(text.replaceAll("[\\s\\u00A0]+", " ").strip(), MAX_LENGTH);
        return normalized.isEmpty() ? null : normalized;
    }

    /** Truncates without splitting a surrogate pair. */
    private static String truncate(String text, int max) {
        if (text.length() <= max) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max);
    }
}
