package io.pulsefeed.article.mention;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A text split into words of letters and digits, with access to the gaps between them. */
final class TokenizedText {

    /** Greek; before it are Latin letters and digits. */
    private static final int FIRST_OTHER_LETTER = 0x0370;
    /** Thai; Hangul, Kana and Han follow. */
    private static final int FIRST_EAST_ASIAN = 0x0E00;

    private final String text;
    private final List<int[]> spans = new ArrayList<>();
    private final List<String> lower = new ArrayList<>();

    TokenizedText(String text) {
        this.text = text;
        int start = -1;
        int previous = ' ';
        for (int i = 0; i <= text.length(); ) {
            int codePoint = i == text.length() ? ' ' : text.codePointAt(i);
            if (start >= 0 && isScriptChange(previous, codePoint)) {
                end(start, i);
                start = -1;
            }
            if (isWordPart(codePoint)) {
                start = start < 0 ? i : start;
            } else if (start >= 0) {
                end(start, i);
                start = -1;
            }
            previous = codePoint;
            i += Character.charCount(codePoint);
        }
    }

    private void end(int start, int end) {
        spans.add(new int[] {start, end});
        lower.add(text.substring(start, end).toLowerCase(Locale.ROOT));
    }

    /** True between a Latin word and one of an East Asian script, which are written without a space. */
    private static boolean isScriptChange(int before, int after) {
        return before < FIRST_OTHER_LETTER && after >= FIRST_EAST_ASIAN
                || before >= FIRST_EAST_ASIAN && after < FIRST_OTHER_LETTER;
    }

    private static boolean isWordPart(int codePoint) {
        return Character.isLetterOrDigit(codePoint) || Character.getType(codePoint) == Character.NON_SPACING_MARK;
    }

    int count() {
        return spans.size();
    }

    String at(int i) {
        int[] span = spans.get(i);
        return text.substring(span[0], span[1]);
    }

    /** Index of the first character of word {@code i}. */
    int start(int i) {
        return spans.get(i)[0];
    }

    /** Word {@code i} in lower case; empty if out of range. */
    String lower(int i) {
        return i < 0 || i >= lower.size() ? "" : lower.get(i);
    }

    /** The character before word {@code i}; a space at the start of the text. */
    char before(int i) {
        int start = spans.get(i)[0];
        return start == 0 ? ' ' : text.charAt(start - 1);
    }

    /** The text between word {@code i} and the next one. */
    String gapAfter(int i) {
        int end = spans.get(i)[1];
        return i + 1 < spans.size() ? text.substring(end, spans.get(i + 1)[0]) : text.substring(end);
    }

    String gapBefore(int i) {
        return i == 0 ? text.substring(0, spans.get(0)[0]) : gapAfter(i - 1);
    }

    boolean isCapitalized(int i) {
        return Character.isUpperCase(text.codePointAt(spans.get(i)[0]));
    }

    boolean isUpper(int i) {
        String word = at(i);
        return word.equals(word.toUpperCase(Locale.ROOT)) && !word.equals(word.toLowerCase(Locale.ROOT));
    }

    /** True for the first word of the text, a sentence, a quotation or a parenthesis, and after a colon or dash. */
    boolean startsSentence(int i) {
        if (i == 0) {
            return true;
        }
        String gap = gapAfter(i - 1);
        for (int at = 0; at < gap.length(); at++) {
            if (".!?:;\n\"\u201c\u201e\u00ab([|\u2022\u2014\u2013".indexOf(gap.charAt(at)) >= 0) {
                return true;
            }
        }
        return gap.contains(" '") || gap.contains(" \u2018") || gap.contains(" - ");
    }
}
