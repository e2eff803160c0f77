package io.pulsefeed.article.date;

import java.text.Normalizer;
import java.time.DayOfWeek;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Names of months and weekdays. English is fixed; the other languages come from the locale data of the Java runtime. Where two
 * languages give a word different months, the first language wins.
 */
final class DateWords {

    private static final List<String> LANGUAGES = List.of(
            "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "uk", "cs", "sk", "sv", "da", "nb", "fi", "hu", "ro", "tr",
            "el", "bg", "sr", "sl", "et", "lv", "lt", "id", "ms", "ca", "eu", "gl", "ar", "fa", "he", "hi", "bn", "hr",
            "is", "sr-Latn", "mk", "sq", "az", "be", "th");
    private static final List<TextStyle> STYLES =
            List.of(TextStyle.FULL, TextStyle.FULL_STANDALONE, TextStyle.SHORT, TextStyle.SHORT_STANDALONE);
    private static final Map<String, Integer> EXTRA = Map.of(
            "sept",
            9,
            "mrz",
            3,
            "janner",
            1,
            "feber",
            2,
            "setiembre",
            9,
            "mayo",
            5,
            "juill",
            7,
            "\u0441\u0435\u043d",
            9,
            "\u043d\u043e\u044f",
            11);

    /** Accents, but not the vowel signs of other scripts. */
    private static final Pattern ACCENTS = Pattern.compile("[\\u0300-\\u036f.'\\u2019\\u02bc\\u05f3\\p{Cf}]");

    /** "In", which is part of the word. */
    private static final String HEBREW_IN = "\u05d1";
    /** "On the", which is often part of the word. */
    private static final String THAI_DAY = "\u0e17\u0e35\u0e48";

    private static final Map<String, Integer> MONTHS = new HashMap<>(EXTRA);
    private static final Set<String> WEEKDAYS = new HashSet<>(Set.of("tues", "thur", "thurs", "weds"));

    static {
        for (Month month : Month.values()) {
            addMonth(month.name(), month.getValue());
            addMonth(month.name().substring(0, 3), month.getValue());
        }
        for (DayOfWeek day : DayOfWeek.values()) {
            addWeekday(day.name());
            addWeekday(day.name().substring(0, 3));
        }
        for (String language : LANGUAGES) {
            Locale locale = Locale.forLanguageTag(language);
            for (TextStyle style : STYLES) {
                for (Month month : Month.values()) {
                    addMonth(month.getDisplayName(style, locale), month.getValue());
                }
                for (DayOfWeek day : DayOfWeek.values()) {
                    addWeekday(day.getDisplayName(style, locale));
                }
            }
        }
    }

    private DateWords() {}

    private static void addMonth(String name, int month) {
        MONTHS.putIfAbsent(fold(lastWord(name)), month);
    }

    /** Single letters are time zones. */
    private static void addWeekday(String name) {
        String folded = fold(lastWord(name));
        if (folded.length() > 1) {
            WEEKDAYS.add(folded);
        }
    }

    /** Catalan and Hebrew names start with another word. */
    private static String lastWord(String name) {
        String word = name.substring(name.lastIndexOf(' ') + 1);
        return word.startsWith("d'") || word.startsWith("d\u2019") ? word.substring(2) : word;
    }

    /** The word in lower case, without accents, points and apostrophes. */
    static String fold(String word) {
        String lower = Normalizer.normalize(word.toLowerCase(Locale.ROOT), Normalizer.Form.NFKD);
        return ACCENTS.matcher(lower).replaceAll("").replace('\u0131', 'i').strip();
    }

    /** @return 1 to 12; 0 if the word is not a month */
    static int month(String folded) {
        boolean hasPrefix = folded.length() > 1 && folded.startsWith(HEBREW_IN);
        return MONTHS.getOrDefault(folded, hasPrefix ? MONTHS.getOrDefault(folded.substring(1), 0) : 0);
    }

    static boolean isWeekday(String folded) {
        return WEEKDAYS.contains(folded)
                || folded.endsWith(THAI_DAY)
                        && WEEKDAYS.contains(folded.substring(0, folded.length() - THAI_DAY.length()));
    }
}
