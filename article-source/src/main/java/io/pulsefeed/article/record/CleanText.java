package io.pulsefeed.article.record;

/** Text that every reader of UTF-8 JSON takes: no NUL, no half of a surrogate pair. */
public final class CleanText {

    private CleanText() {}

    public static String of(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return clean(text);
            }
        }
        return text;
    }

    private static String clean(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints()
                .filter(point -> point != 0 && (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE))
                .forEach(out::appendCodePoint);
        return out.toString();
    }

    /** At most {@code max} characters, cut where a word ends when there is such a place in the last fifth. */
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
