package io.pulsefeed.article.mention;

import io.pulsefeed.commons.time.MonotonicClock;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Finds the coins that an article mentions. Reads the file of a custom dictionary again when it changes. Thread-safe. */
public final class MentionFinder {

    private static final int MAX_SUMMARY_LENGTH = 2_000;
    private static final int MAX_BODY_LENGTH = 2_000;
    private static final int MAX_TITLE_LENGTH = 1_000;
    /** Each coin adds two entries to a record, which has at most 40. */
    private static final int MAX_COINS = 20;

    private final Supplier<CoinDictionary> dictionaries;

    private MentionFinder(Supplier<CoinDictionary> dictionaries) {
        this.dictionaries = dictionaries;
    }

    /**
     * Creates a finder.
     *
     * @param dictionary file that replaces the built-in dictionary
     * @param clock for the time between two checks of the file
     * @throws IllegalArgumentException if the file cannot be read or is invalid; the message contains the position
     */
    public static MentionFinder create(@Nullable Path dictionary, MonotonicClock clock) {
        if (dictionary != null) {
            return new MentionFinder(new DictionaryFile(dictionary, clock));
        }
        CoinDictionary builtIn = DictionaryReader.builtIn();
        return new MentionFinder(() -> builtIn);
    }

    /** The same with the clock of the system. */
    public static MentionFinder create(@Nullable Path dictionary) {
        return create(dictionary, MonotonicClock.SYSTEM);
    }

    /**
     * Searches the title, the summary and the first 2,000 characters of the body.
     *
     * @return at most 20 distinct coins, in order of first appearance
     */
    public List<Mention> find(@Nullable String title, @Nullable String summary, @Nullable String text) {
        MentionScan scan = new MentionScan(dictionaries.get());
        scan.read(prefix(title, MAX_TITLE_LENGTH));
        scan.read(prefix(summary, MAX_SUMMARY_LENGTH));
        scan.read(prefix(text, MAX_BODY_LENGTH));
        return scan.confirmed().stream()
                .limit(MAX_COINS)
                .map(coin -> new Mention(coin.id(), coin.symbol().toLowerCase(Locale.ROOT)))
                .toList();
    }

    /** Truncates at a word boundary. */
    private static String prefix(@Nullable String text, int max) {
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
