package io.pulsefeed.article.mention;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names of coins in scripts in which a word of a text is not the name itself: there are no spaces between words (Han, Kana, Thai), or
 * particles, articles and endings are part of the word (Hangul, Arabic, Hebrew, Cyrillic). The longest name wins.
 */
final class ScriptNames {

    /** The letters that a word may have before and after a name. */
    private record Affixes(Pattern before, Pattern after) {

        static Affixes of(String before, String after) {
            return new Affixes(Pattern.compile(before), Pattern.compile(after));
        }
    }

    private static final Affixes ANY = Affixes.of(".*", ".*");
    private static final Map<UnicodeScript, Affixes> SCRIPTS = new EnumMap<>(Map.of(
            UnicodeScript.HAN,
            ANY,
            UnicodeScript.HIRAGANA,
            ANY,
            UnicodeScript.KATAKANA,
            ANY,
            UnicodeScript.THAI,
            ANY,
            UnicodeScript.HANGUL,
            Affixes.of("", ".*"),
            UnicodeScript.CYRILLIC,
            Affixes.of("", ".{0,3}"),
            // Conjunctions and prepositions of one letter, then the article.
            UnicodeScript.ARABIC,
            Affixes.of("[\u0648\u0641]?[\u0628\u0644\u0643]?(?:\u0627\u0644|\u0644)?", "[\u200C\u0640]?.{0,3}"),
            UnicodeScript.HEBREW,
            Affixes.of("[\u05D5\u05D4\u05D1\u05DB\u05DC\u05DE\u05E9]{0,3}", ""),
            UnicodeScript.DEVANAGARI,
            Affixes.of("", "")));

    /** A short name is also the start of other words. */
    private static final int MIN_HANGUL_STEM = 4;

    private static final Affixes HANGUL_PARTICLES = Affixes.of(
            "",
            "(?:\uC740|\uB294|\uC774|\uAC00|\uC744|\uB97C|\uC758|\uC5D0|\uC5D0\uC11C|\uB3C4|\uC640|\uACFC|\uB85C|\uC73C\uB85C"
                    + "|\uB9CC|\uAE4C\uC9C0|\uBD80\uD130|\uBCF4\uB2E4|\uCC98\uB7FC)?");

    /** @param start index of the first character */
    record Found(int start, Coin coin, boolean isAmbiguous) {}

    private record Name(String text, Coin coin, boolean isAmbiguous, Affixes affixes) {}

    /** By the first character in lower case, longest first. */
    private final Map<Character, List<Name>> names = new HashMap<>();

    /** Whether names in this script are not found word by word. */
    static boolean isScriptName(String name) {
        return !name.isEmpty() && SCRIPTS.containsKey(UnicodeScript.of(name.codePointAt(0)));
    }

    void add(String name, Coin coin, boolean isAmbiguous) {
        UnicodeScript script = UnicodeScript.of(name.codePointAt(0));
        boolean isShortHangul = script == UnicodeScript.HANGUL && name.length() < MIN_HANGUL_STEM;
        Affixes affixes = isShortHangul ? HANGUL_PARTICLES : SCRIPTS.get(script);
        List<Name> list = names.computeIfAbsent(Character.toLowerCase(name.charAt(0)), first -> new ArrayList<>());
        list.add(new Name(name, coin, isAmbiguous, affixes));
        list.sort(Comparator.comparingInt((Name each) -> each.text().length()).reversed());
    }

    List<Found> find(String text) {
        List<Found> found = new ArrayList<>();
        for (int at = 0; at < text.length(); ) {
            @Nullable Name name = text.charAt(at) < 0x0370 ? null : nameAt(text, at);
            if (name == null) {
                at++;
            } else {
                found.add(new Found(at, name.coin(), name.isAmbiguous()));
                at += name.text().length();
            }
        }
        return found;
    }

    private @Nullable Name nameAt(String text, int at) {
        for (Name name : names.getOrDefault(Character.toLowerCase(text.charAt(at)), List.of())) {
            String written = name.text();
            if (text.regionMatches(true, at, written, 0, written.length())
                    && isBounded(text, at, at + written.length(), name.affixes())) {
                return name;
            }
        }
        return null;
    }

    private static boolean isBounded(String text, int start, int end, Affixes affixes) {
        if (affixes == ANY) {
            return true;
        }
        int from = start;
        while (from > 0 && isWordPart(text.charAt(from - 1))) {
            from--;
        }
        int to = end;
        while (to < text.length() && isWordPart(text.charAt(to))) {
            to++;
        }
        return affixes.before().matcher(text.substring(from, start)).matches()
                && affixes.after().matcher(text.substring(end, to)).matches();
    }

    /** Letters and marks of these scripts; a Latin word can be next to a name. */
    private static boolean isWordPart(char c) {
        int type = Character.getType(c);
        return c >= 0x0370
                && (Character.isLetter(c)
                        || type == Character.NON_SPACING_MARK
                        || type == Character.COMBINING_SPACING_MARK
                        || c == '\u200C');
    }
}
