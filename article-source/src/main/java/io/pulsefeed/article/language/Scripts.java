package io.pulsefeed.article.language;

import java.lang.Character.UnicodeScript;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The languages of scripts other than Latin. */
final class Scripts {

    /** An ideograph stands for about this many Latin letters. */
    private static final int IDEOGRAPH_WEIGHT = 3;

    /** Languages that are written in two scripts. */
    private static final Set<String> WITH_LATIN = Set.of("sr", "kk", "ckb");

    private static final int MAX_HAN_PER_KANA = 30;

    /** This many letters, and one of a hundred, contradict the declared language. */
    private static final int MIN_CONTRADICTIONS = 3;

    /** Letters that a language does not have, but others with the same script. */
    private static final Map<String, String> MISSING_LETTERS = Map.of(
            "ru", "\u0457\u0454\u0491\u0456\u045e\u0458\u0459\u045a\u045b\u0452",
            "uk", "\u044b\u044d\u044a\u0451\u045e\u0458\u0459\u045a",
            "bg", "\u044b\u044d\u0451\u0456\u0457\u0454\u045e\u0458",
            "be", "\u0438\u0449\u044a\u0457\u0454\u0458",
            "sr", "\u0439\u0449\u044a\u044b\u044d\u044c\u044f\u0456\u0457",
            "mk", "\u0439\u0449\u044a\u044b\u044d\u044c\u044f\u0456\u0457",
            "ar", "\u067e\u0686\u0698\u06af\u0679\u0688\u0691\u06ba\u06d2",
            "fa", "\u0629\u0625\u0679\u0688\u0691\u06ba\u06d2");

    private static final Map<UnicodeScript, String> SINGLE = Map.ofEntries(
            Map.entry(UnicodeScript.GREEK, "el"),
            Map.entry(UnicodeScript.HANGUL, "ko"),
            Map.entry(UnicodeScript.THAI, "th"),
            Map.entry(UnicodeScript.BENGALI, "bn"),
            Map.entry(UnicodeScript.TAMIL, "ta"),
            Map.entry(UnicodeScript.TELUGU, "te"),
            Map.entry(UnicodeScript.ARMENIAN, "hy"),
            Map.entry(UnicodeScript.GEORGIAN, "ka"),
            Map.entry(UnicodeScript.HIRAGANA, "ja"),
            Map.entry(UnicodeScript.KATAKANA, "ja"));
    private static final Map<UnicodeScript, Set<String>> SHARED = Map.of(
            UnicodeScript.CYRILLIC, Set.of("ru", "uk", "bg", "sr", "mk", "be", "kk", "ky", "mn", "tg"),
            UnicodeScript.ARABIC, Set.of("ar", "fa", "ur", "ps", "ckb"),
            UnicodeScript.DEVANAGARI, Set.of("hi", "mr", "ne"),
            UnicodeScript.HEBREW, Set.of("he", "yi"),
            UnicodeScript.HAN, Set.of("zh", "ja", "yue"));

    private Scripts() {}

    /**
     * @param expected the declared language; selects among the languages of a script
     * @return null if most letters are Latin or there are no letters
     */
    static @Nullable String language(String text, @Nullable String expected) {
        Map<UnicodeScript, Integer> letters = new EnumMap<>(UnicodeScript.class);
        text.codePoints().filter(Character::isLetter).forEach(point -> {
            UnicodeScript script = UnicodeScript.of(point);
            boolean isIdeograph = script == UnicodeScript.HAN
                    || script == UnicodeScript.HIRAGANA
                    || script == UnicodeScript.KATAKANA
                    || script == UnicodeScript.HANGUL;
            letters.merge(script, isIdeograph ? IDEOGRAPH_WEIGHT : 1, Integer::sum);
        });
        int kana = letters.getOrDefault(UnicodeScript.HIRAGANA, 0) + letters.getOrDefault(UnicodeScript.KATAKANA, 0);
        // Chinese names can contain a single kana.
        boolean isJapanese = kana > 0
                && ("ja".equals(expected) || kana * MAX_HAN_PER_KANA >= letters.getOrDefault(UnicodeScript.HAN, 0));
        if (isJapanese) {
            letters.merge(UnicodeScript.KATAKANA, letters.getOrDefault(UnicodeScript.HAN, 0), Integer::sum);
            letters.merge(UnicodeScript.KATAKANA, letters.getOrDefault(UnicodeScript.HIRAGANA, 0), Integer::sum);
        }
        UnicodeScript main = letters.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(UnicodeScript.LATIN);
        @Nullable String single = SINGLE.get(main);
        @Nullable Set<String> shared = SHARED.get(main);
        return single != null
                ? single
                : shared == null
                        ? null
                        : expected != null && shared.contains(expected) && !isContradicted(expected, text)
                                ? expected
                                : byLetters(main, text);
    }

    /** True for languages that are not written in the Latin script. */
    static boolean isNeverLatin(String language) {
        boolean isOther = SINGLE.containsValue(language)
                || SHARED.values().stream().anyMatch(languages -> languages.contains(language));
        return isOther && !WITH_LATIN.contains(language);
    }

    private static boolean isContradicted(String expected, String text) {
        String missing = MISSING_LETTERS.getOrDefault(expected, "");
        long found = text.toLowerCase(Locale.ROOT)
                .chars()
                .filter(letter -> missing.indexOf(letter) >= 0)
                .count();
        return found >= MIN_CONTRADICTIONS && found * 100 >= text.length();
    }

    private static String byLetters(UnicodeScript script, String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return switch (script) {
            case CYRILLIC -> cyrillic(lower);
            case ARABIC -> hasAny(lower, "\u0679\u0688\u0691\u06ba\u06d2")
                    ? "ur"
                    : hasAny(lower, "\u067e\u0686\u0698\u06af\u06cc\u06a9") ? "fa" : "ar";
            case DEVANAGARI -> "hi";
            case HEBREW -> "he";
            default -> "zh";
        };
    }

    private static String cyrillic(String text) {
        if (hasAny(text, "\u0457\u0454\u0491") || hasAny(text, "\u0456") && !hasAny(text, "\u044b\u044d\u045e")) {
            return "uk";
        }
        if (hasAny(text, "\u045e") || hasAny(text, "\u0456")) {
            return "be";
        }
        if (hasAny(text, "\u0458\u0459\u045a\u045b\u0452")) {
            return hasAny(text, "\u0453\u045c\u0455") ? "mk" : "sr";
        }
        return hasAny(text, "\u044b\u044d\u0451") || !hasAny(text, "\u044a") ? "ru" : "bg";
    }

    private static boolean hasAny(String text, String letters) {
        return letters.chars().anyMatch(letter -> text.indexOf(letter) >= 0);
    }
}
