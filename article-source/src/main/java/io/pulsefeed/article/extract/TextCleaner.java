package io.pulsefeed.article.extract;

import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/** Normalizes text: NFC, without control and invisible characters and unpaired surrogates, with collapsed whitespace. */
public final class TextCleaner {

    private static final char ZERO_WIDTH_NON_JOINER = '\u200c';
    private static final char ZERO_WIDTH_JOINER = '\u200d';
    /** From this character on, joiners are significant: Arabic and Indic scripts, emoji. */
    private static final char FIRST_JOINING_SCRIPT = '\u0600';

    private TextCleaner() {}

    /** Collapses whitespace in each line and removes empty lines. Returns null for null. */
    public static @Nullable String lines(@Nullable String text) {
        return text == null ? null : clean(text, true);
    }

    /** Collapses whitespace, including line breaks, to single spaces. */
    public static String line(String text) {
        return clean(text, false);
    }

    /** Truncates to at most {@code max} UTF-16 code units, at a word boundary if possible, never inside a code point. */
    public static String cutAtWord(String text, int max) {
        if (text.length() <= max) {
            return text;
        }
        int end = max;
        while (end > max / 2 && !Character.isWhitespace(text.charAt(end))) {
            end--;
        }
        return end > max / 2 ? text.substring(0, end).stripTrailing() : cut(text, max);
    }

    /** Truncates to at most {@code max} UTF-16 code units, never inside a code point. */
    public static String cut(String text, int max) {
        if (text.length() <= max) {
            return text;
        }
        int end = max > 0 && Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max;
        return text.substring(0, end);
    }

    private static String clean(String raw, boolean keepLines) {
        String text = Normalizer.isNormalized(raw, Normalizer.Form.NFC)
                ? raw
                : Normalizer.normalize(raw, Normalizer.Form.NFC);
        StringBuilder out = new StringBuilder(text.length());
        char gap = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isBlank(c)) {
                gap = keepLines && isLineEnd(c) || gap == '\n' ? '\n' : ' ';
            } else if (!isInvisible(text, i)) {
                if (gap != 0 && out.length() > 0) {
                    out.append(gap);
                }
                gap = 0;
                out.append(c);
            }
        }
        return out.toString();
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r' || c == '\u2028' || c == '\u2029';
    }

    private static boolean isInvisible(String text, int i) {
        char c = text.charAt(i);
        if (c < 0x7f) {
            return c < ' ';
        }
        if (Character.isSurrogate(c)) {
            return Character.isHighSurrogate(c)
                    ? i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))
                    : i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
        }
        if (c == ZERO_WIDTH_JOINER || c == ZERO_WIDTH_NON_JOINER) {
            return i == 0
                    || i + 1 == text.length()
                    || text.charAt(i - 1) < FIRST_JOINING_SCRIPT
                    || text.charAt(i + 1) < FIRST_JOINING_SCRIPT;
        }
        return c <= 0x9f
                || c == '\u00ad'
                || c == '\u200b'
                || c == '\u2060'
                || c == '\ufeff'
                || c == '\ufffe'
                || c == '\uffff';
    }
}
