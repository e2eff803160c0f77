package io.pulsefeed.article.record;

/** Removes characters that some UTF-8 JSON parsers and PostgreSQL reject: NUL and unpaired surrogates. */
public final class CleanText {

    private CleanText() {}

    public static String of(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return removeInvalid(text);
            }
        }
        return text;
    }

    private static String removeInvalid(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints()
                .filter(point -> point != 0 && (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE))
                .forEach(out::appendCodePoint);
        return out.toString();
    }

    /** Truncates to at most {@code max} characters, at a word boundary if there is one in the last fifth. */
    public static String cutAtWord(String text, int max) {
        if (text.length() <= max) {
            return text;
        }
        for (int end = max; end > max - max / 5; end--) {
            if (Character.isWhitespace(text.charAt(end))) {
                return text.substring(0, end).stripTrailing();
            }
        }
        return max > 0 && Character.isHighSurrogate(text.charAt(max - 1))
                ? text.substring(0, max - 1)
                : text.substring(0, max);
    }
}
