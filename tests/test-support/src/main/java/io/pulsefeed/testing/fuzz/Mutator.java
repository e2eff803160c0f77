package io.pulsefeed.testing.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Mutates inputs: flips bytes, truncates, repeats parts, replaces tokens, and inserts syntax that is difficult for parsers. */
final class Mutator {

    private static final int LENGTH_MAX = 2 << 20;
    private static final int PART_MAX = 2_000;
    private static final int REPEATS_MAX = 300;
    /** A rare input is this large, so that work that grows with the square of the input exceeds the limit of time. */
    private static final int LARGE = 1 << 19;

    private static final int ONE_LARGE_IN = 500;

    private final Corpus corpus;
    private final Random random;

    Mutator(Corpus corpus, Random random) {
        this.corpus = corpus;
        this.random = random;
    }

    byte[] mutate() {
        byte[] bytes = random.nextInt(20) == 0 ? new byte[0] : seed().clone();
        for (int i = random.nextInt(8); i >= 0; i--) {
            int at = random.nextInt(bytes.length + 1);
            bytes = switch (random.nextInt(10)) {
                case 0 -> flipped(bytes, at);
                case 1 -> random.nextInt(3) == 0 ? Arrays.copyOf(bytes, at) : bytes;
                case 2 -> insert(bytes, at, word());
                case 3 -> insert(bytes, at, part(bytes, at));
                case 4 -> insert(bytes, at, part(seed(), at));
                case 5 -> insert(bytes, at, repeated(word(), random.nextInt(REPEATS_MAX)));
                case 6, 7 -> withToken(bytes, at, word());
                case 8 -> withToken(bytes, at, token(seed()));
                default -> cut(bytes, at, at + random.nextInt(PART_MAX));
            };
        }
        return random.nextInt(ONE_LARGE_IN) == 0 ? enlarged(bytes) : bytes;
    }

    private byte[] seed() {
        List<byte[]> seeds = corpus.seeds();
        return seeds.get(random.nextInt(seeds.size()));
    }

    private byte[] word() {
        List<byte[]> words = corpus.words().isEmpty() || random.nextInt(3) == 0 ? HardWords.ALL : corpus.words();
        return words.get(random.nextInt(words.size()));
    }

    private byte[] flipped(byte[] bytes, int at) {
        if (at < bytes.length) {
            bytes[at] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private byte[] part(byte[] of, int near) {
        int from = Math.min(near, of.length);
        return Arrays.copyOfRange(of, from, Math.min(of.length, from + random.nextInt(PART_MAX)));
    }

    private byte[] enlarged(byte[] bytes) {
        int at = random.nextInt(bytes.length + 1);
        byte[] part = random.nextBoolean() ? word() : part(bytes, at);
        return part.length == 0 ? bytes : insert(bytes, at, repeated(part, LARGE / part.length));
    }

    private byte[] token(byte[] of) {
        int at = random.nextInt(of.length + 1);
        return Arrays.copyOfRange(of, tokenStart(of, at), tokenEnd(of, at));
    }

    /** Replaces the name, number or word at a position, which often keeps the syntax of the input valid. */
    private static byte[] withToken(byte[] bytes, int at, byte[] token) {
        int start = tokenStart(bytes, at);
        return insert(cut(bytes, start, tokenEnd(bytes, at)), start, token);
    }

    private static int tokenStart(byte[] bytes, int at) {
        int start = at;
        while (start > 0 && isPartOfToken(bytes[start - 1])) {
            start--;
        }
        return start;
    }

    private static int tokenEnd(byte[] bytes, int at) {
        int end = at;
        while (end < bytes.length && isPartOfToken(bytes[end])) {
            end++;
        }
        return end;
    }

    private static boolean isPartOfToken(byte b) {
        return b >= '0' && b <= '9'
                || b >= 'a' && b <= 'z'
                || b >= 'A' && b <= 'Z'
                || b == '.'
                || b == '-'
                || b == '+'
                || b == '_';
    }

    private static byte[] repeated(byte[] word, int times) {
        return new String(word, StandardCharsets.ISO_8859_1).repeat(times).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] insert(byte[] into, int at, byte[] what) {
        if (into.length + what.length > LENGTH_MAX) {
            return into;
        }
        byte[] out = Arrays.copyOf(into, into.length + what.length);
        System.arraycopy(what, 0, out, at, what.length);
        System.arraycopy(into, at, out, at + what.length, into.length - at);
        return out;
    }

    /** Removes the bytes between two positions, of which the second can be after the end. */
    static byte[] cut(byte[] bytes, int from, int to) {
        int end = Math.min(to, bytes.length);
        byte[] out = Arrays.copyOf(bytes, bytes.length - (end - from));
        System.arraycopy(bytes, end, out, from, bytes.length - end);
        return out;
    }
}
