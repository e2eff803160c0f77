package io.pulsefeed.article.mention;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Finds the coins that an article names. Immutable and safe for many threads. */
public final class MentionFinder {

    private static final int SUMMARY_MAX = 2_000;
    private static final int BODY_MAX = 2_000;
    private static final int TITLE_MAX = 1_000;
    /** Each coin gives two entries of a record, which holds at most 40. */
    private static final int COINS_MAX = 20;

    private final CoinDictionary dictionary;

    private MentionFinder(CoinDictionary dictionary) {
        this.dictionary = dictionary;
    }

    /**
     * @param dictionary replaces the built-in dictionary; null keeps it
     * @throws IllegalArgumentException when the file cannot be read or breaks its format; the message names the place
     */
    public static MentionFinder create(Path dictionary) {
        return new MentionFinder(dictionary == null ? DictionaryReader.builtIn() : DictionaryReader.of(dictionary));
    }

    /**
     * Looks at the title, the summary, and the first 2,000 characters of the body.
     *
     * @return in order of first appearance, each coin once, at most 20; the arguments may be null
     */
    public List<Mention> find(String title, String summary, String text) {
        MentionScan scan = new MentionScan(dictionary);
        scan.read(start(title, TITLE_MAX));
        scan.read(start(summary, SUMMARY_MAX));
        scan.read(start(text, BODY_MAX));
        return scan.proved().stream()
                .limit(COINS_MAX)
                .map(coin -> new Mention(coin.id(), coin.symbol().toLowerCase(Locale.ROOT)))
                .toList();
    }

    /** Cut between words, so that half a word is not taken for a whole one. */
    private static String start(String text, int max) {
        if (text == null || text.length() <= max) {
            return text == null ? "" : text;
        }
        int end = max;
        while (end > 0
                && Character.isLetterOrDigit(text.charAt(end - 1))
                && Character.isLetterOrDigit(text.charAt(end))) {
            end--;
        }
        return text.substring(0, end);
    }
}
