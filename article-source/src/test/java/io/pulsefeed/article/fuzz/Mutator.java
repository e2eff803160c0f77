package io.pulsefeed.article.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Mutates inputs: flips bytes, truncates, repeats parts, and inserts syntax that is difficult for parsers. */
final class Mutator {

    private static final int LENGTH_MAX = 2 << 20;

    private final List<byte[]> words;
    private final Random random;

    Mutator(List<byte[]> words, Random random) {
        this.words = words;
        this.random = random;
    }

    byte[] mutate(List<byte[]> corpus) {
        byte[] bytes = random.nextInt(20) == 0
                ? new byte[0]
                : corpus.get(random.nextInt(corpus.size())).clone();
        for (int i = random.nextInt(8); i >= 0; i--) {
            int at = random.nextInt(bytes.length + 1);
            bytes = switch (random.nextInt(6)) {
                case 0 -> flipped(bytes, at);
                case 1 -> random.nextInt(3) == 0 ? Arrays.copyOf(bytes, at) : bytes;
                case 2 -> insert(bytes, at, word());
                case 3 -> insert(bytes, at, part(bytes, at));
                case 4 -> insert(bytes, at, part(corpus.get(random.nextInt(corpus.size())), at));
                default -> insert(bytes, at, repeated(word(), random.nextInt(300)));
            };
        }
        return bytes;
    }

    private byte[] word() {
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
        return Arrays.copyOfRange(of, from, Math.min(of.length, from + random.nextInt(2_000)));
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
}
