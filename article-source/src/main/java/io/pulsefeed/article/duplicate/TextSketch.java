package io.pulsefeed.article.duplicate;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;

/**
 * A bottom-k sketch of a text (A. Broder, 1997): the smallest hashes of its shingles of three words. Two texts share about as large a
 * part of their sketches as of their shingles, so near-duplicates are found without the texts, also if one is a part of the other.
 *
 * <p>Case, punctuation and layout do not matter. Scripts without spaces have three characters instead of a word. The hashes are the
 * same in every release, because they are compared with stored ones.
 */
public final class TextSketch {

    private static final int MAX_HASHES = 48;
    /** Below this number of shingles, texts are often equal by chance. */
    private static final int MIN_SHINGLES = 20;

    private static final Set<UnicodeScript> WITHOUT_SPACES = EnumSet.of(
            UnicodeScript.HAN,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.THAI,
            UnicodeScript.LAO,
            UnicodeScript.KHMER,
            UnicodeScript.MYANMAR);
    private static final String APOSTROPHES = "'\u2019\u00AD";
    private static final long WORD_FACTOR = 0x9E3779B97F4A7C15L;

    private final TreeSet<Integer> smallest = new TreeSet<>(Integer::compareUnsigned);
    private long word;
    private boolean isWordOpen;
    private int lastCharacter;
    private int nextToLastCharacter;
    private long last;
    private long nextToLast;
    private int words;

    private TextSketch() {}

    /** Up to 48 hashes of 8 hexadecimal digits, ascending, separated by spaces; empty if the text is too short. */
    public static Optional<String> of(String text) {
        TextSketch sketch = new TextSketch();
        text.codePoints().forEach(sketch::add);
        sketch.endWord();
        if (sketch.smallest.size() < MIN_SHINGLES) {
            return Optional.empty();
        }
        StringJoiner hashes = new StringJoiner(" ");
        sketch.smallest.forEach(hash -> hashes.add(HexFormat.of().toHexDigits(hash)));
        return Optional.of(hashes.toString());
    }

    private void add(int point) {
        if (APOSTROPHES.indexOf(point) >= 0 || Character.getType(point) == Character.NON_SPACING_MARK) {
            return;
        }
        if (!Character.isLetterOrDigit(point)) {
            endWord();
        } else if (WITHOUT_SPACES.contains(UnicodeScript.of(point))) {
            endWord();
            addWord(mix(mix(nextToLastCharacter + WORD_FACTOR) + lastCharacter) + point);
            nextToLastCharacter = lastCharacter;
            lastCharacter = point;
        } else {
            word = mix(word + Character.toLowerCase(point) + WORD_FACTOR);
            isWordOpen = true;
        }
    }

    private void endWord() {
        if (isWordOpen) {
            addWord(word);
            word = 0;
            isWordOpen = false;
        }
    }

    private void addWord(long hash) {
        if (++words > 2) {
            keep((int) (mix(mix(mix(nextToLast) + last) + hash) >>> 32));
        }
        nextToLast = last;
        last = hash;
    }

    private void keep(int shingle) {
        if (smallest.size() < MAX_HASHES || Integer.compareUnsigned(shingle, smallest.last()) < 0) {
            smallest.add(shingle);
        }
        if (smallest.size() > MAX_HASHES) {
            smallest.pollLast();
        }
    }

    /** The finalizer of SplitMix64. */
    private static long mix(long value) {
        long z = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
