package io.pulsefeed.article.discovery;

import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.parser.Parser;

/** Turns what feeds write as titles into text. */
final class PlainText {

    private static final int RAW_MAX = 4_000;
    private static final int LENGTH_MAX = 1_000;
    private static final Pattern MARKUP =
            Pattern.compile("</?[a-zA-Z][^<>]{0,500}>|&(#\\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});");

    private PlainText() {}

    /** For titles that may hold HTML, perhaps escaped once too often: decoded once, and again only if markup is left. */
    static String ofHtml(String raw) {
        String text = once(cut(raw, RAW_MAX));
        return tidy(MARKUP.matcher(text).find() ? once(text) : text);
    }

    /** For titles that are HTML by their own word: decoded once. */
    static String ofMarkup(String raw) {
        return tidy(once(cut(raw, RAW_MAX)));
    }

    /** For titles that are text: nothing is decoded. */
    static String ofText(String raw) {
        return tidy(cut(raw, RAW_MAX));
    }

    /** As HTML that shows {@code text}. */
    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private static String once(String raw) {
        if (raw.indexOf('<') < 0) {
            return raw.indexOf('&') < 0 ? raw : Parser.unescapeEntities(raw, false);
        }
        return Jsoup.parseBodyFragment(raw).body().wholeText();
    }

    private static String tidy(String text) {
        String tidy = cut(text.replaceAll("[\\s\\u00A0]+", " ").strip(), LENGTH_MAX);
        return tidy.isEmpty() ? null : tidy;
    }

    /** Never between the halves of a surrogate pair. */
    private static String cut(String text, int max) {
        if (text.length() <= max) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max);
    }
}
