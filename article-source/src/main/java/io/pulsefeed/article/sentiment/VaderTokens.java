package io.pulsefeed.article.sentiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Words and emoticons of a text, tokenized as in the reference implementation. */
final class VaderTokens {

    private static final String ASCII_PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

    final List<String> words;
    final List<String> lower;
    /** True if some words, but not all, are in upper case: only then is upper case an emphasis. */
    final boolean mixedCase;

    private VaderTokens(List<String> words) {
        this.words = words;
        this.lower = words.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
        long capitals = words.stream().filter(VaderTokens::isUpper).count();
        this.mixedCase = capitals > 0 && capitals < words.size();
    }

    static VaderTokens of(String text) {
        List<String> words = new ArrayList<>();
        int start = -1;
        for (int i = 0; i <= text.length(); i++) {
            boolean space = i == text.length() || isSpace(text.charAt(i));
            if (space && start >= 0) {
                words.add(withoutPunctuation(text.substring(start, i)));
                start = -1;
            } else if (!space && start < 0) {
                start = i;
            }
        }
        return new VaderTokens(words);
    }

    /** Replaces each emoji by its description and trims the result. */
    static String describeEmojis(String text, Map<Integer, String> emojis) {
        StringBuilder out = new StringBuilder(text.length());
        boolean afterSpace = true;
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            String description = emojis.get(codePoint);
            if (description != null) {
                out.append(afterSpace ? "" : " ").append(description);
                afterSpace = false;
            } else {
                out.appendCodePoint(codePoint);
                afterSpace = codePoint == ' ';
            }
            i += Character.charCount(codePoint);
        }
        int from = 0;
        int to = out.length();
        while (from < to && isSpace(out.charAt(from))) {
            from++;
        }
        while (to > from && isSpace(out.charAt(to - 1))) {
            to--;
        }
        return out.substring(from, to);
    }

    /** Python's {@code str.isupper}: at least one cased character, and all of them upper case. */
    static boolean isUpper(String word) {
        boolean cased = false;
        for (int i = 0; i < word.length(); ) {
            int codePoint = word.codePointAt(i);
            if (Character.isLowerCase(codePoint) || Character.isTitleCase(codePoint)) {
                return false;
            }
            cased |= Character.isUpperCase(codePoint);
            i += Character.charCount(codePoint);
        }
        return cased;
    }

    /** If at most two characters would remain, the token is an emoticon and is kept unchanged. */
    private static String withoutPunctuation(String token) {
        int from = 0;
        int to = token.length();
        while (from < to && ASCII_PUNCTUATION.indexOf(token.charAt(from)) >= 0) {
            from++;
        }
        while (to > from && ASCII_PUNCTUATION.indexOf(token.charAt(to - 1)) >= 0) {
            to--;
        }
        return token.codePointCount(from, to) <= 2 ? token : token.substring(from, to);
    }

    /** Python's {@code str.isspace}, which includes no-break spaces and U+0085, unlike Java. */
    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
    }
}
