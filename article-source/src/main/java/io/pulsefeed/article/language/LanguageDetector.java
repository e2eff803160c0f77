package io.pulsefeed.article.language;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Detects the language of a text: by its script, and within the Latin script by the frequency of sequences of one to three letters.
 * The declared language of a page counts like a short text: pages with a wrong declaration are common. Thread-safe.
 */
public final class LanguageDetector {

    private static final int MAX_CHARS = 2_000;
    /** Shorter texts, such as a title of one name, do not determine a language. */
    private static final int MIN_LETTERS = 12;
    /** Value of a declaration, in the unit of the profiles. A headline has 100 to 200 sequences. */
    private static final int DECLARED_BONUS = 150;
    /** English is the most common language of market news, and its headlines contain many names. */
    private static final int ENGLISH_BONUS = 80;

    private static final Pattern ADDRESSES = Pattern.compile("https?://\\S+|www\\.\\S+|\\S{1,100}@\\S+");
    private static final Pattern NO_LETTERS = Pattern.compile("[^\\p{L}\\p{M}]+");

    private LanguageDetector() {}

    /**
     * Detects the language of {@code text}.
     *
     * @param declared BCP 47 tag of the page or feed; empty or null if unknown
     * @return ISO 639 code; null if the text is too short and no language is declared
     */
    public static @Nullable String detect(String text, @Nullable String declared) {
        @Nullable String expected = primary(declared);
        String sample = text.substring(0, Math.min(text.length(), MAX_CHARS));
        String words = NO_LETTERS
                .matcher(ADDRESSES.matcher(sample).replaceAll(" "))
                .replaceAll(" ")
                .strip();
        @Nullable String byScript = Scripts.language(words, expected);
        if (byScript != null) {
            return byScript;
        }
        String lower = ' ' + words.toLowerCase(Locale.ROOT) + ' ';
        if (words.length() < MIN_LETTERS) {
            return expected;
        }
        @Nullable String best = null;
        double bestCost = Double.MAX_VALUE;
        for (Map.Entry<String, Profile> profile : Profile.ALL.entrySet()) {
            double cost = profile.getValue().cost(lower) - bonus(profile.getKey(), expected);
            if (cost < bestCost) {
                bestCost = cost;
                best = profile.getKey();
            }
        }
        // A language without a profile cannot be contradicted by a short text.
        boolean isUnknown = expected != null
                && !Profile.ALL.containsKey(expected)
                && !Scripts.isNeverLatin(expected)
                && lower.length() < MAX_CHARS / 10;
        return isUnknown ? expected : best;
    }

    private static int bonus(String language, @Nullable String expected) {
        return expected == null
                ? language.equals("en") ? ENGLISH_BONUS : 0
                : language.equals(expected) ? DECLARED_BONUS : 0;
    }

    /** The ISO 639 code of a BCP 47 tag such as {@code de-AT} or {@code pt_BR}; null if it is not a language. */
    static @Nullable String primary(@Nullable String tag) {
        String language = tag == null
                ? ""
                : Locale.forLanguageTag(tag.strip().replace('_', '-')).getLanguage();
        return LanguageCodes.find(language);
    }
}
