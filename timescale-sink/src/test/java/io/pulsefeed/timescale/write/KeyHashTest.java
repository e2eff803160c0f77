package io.pulsefeed.timescale.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class KeyHashTest {

    @Property
    void dependsOnTheBytesOnly(@ForAll byte[] key, @ForAll @IntRange(max = 20) int offset) {
        byte[] padded = new byte[key.length + offset + 9];
        Arrays.fill(padded, (byte) 7);
        System.arraycopy(key, 0, padded, offset, key.length);

        assertThat(KeyHash.of(padded, offset, offset + key.length)).isEqualTo(KeyHash.of(key, 0, key.length));
    }

    /** Keys that differ only in their length, because a null or empty field has no bytes. */
    @Test
    void dependsOnTheLength() {
        byte[] zeros = new byte[40];
        Set<Integer> hashes = new HashSet<>();
        for (int length = 0; length <= zeros.length; length++) {
            hashes.add(KeyHash.of(zeros, 0, length));
        }

        assertThat(hashes).hasSize(zeros.length + 1);
    }

    /** Counters and times in any position fill a table as evenly as random numbers: half full, 79 % of the slots are used once. */
    @Test
    void spreadsKeysOfConsecutiveNumbers() {
        int slots = 1 << 15;
        for (int position = 0; position <= 24; position += 4) {
            for (long step : new long[] {1, 1000, 1 << 20, 1L << 32, 1L << 48}) {
                Set<Integer> used = new HashSet<>();
                byte[] key = new byte[35];
                for (int i = 0; i < slots / 2; i++) {
                    ByteBuffer.wrap(key).putLong(position, i * step);
                    used.add(KeyHash.of(key, 0, key.length) & slots - 1);
                }
                assertThat(used).as("position %d, step %d", position, step).hasSizeGreaterThan((int) (slots / 2 * 0.7));
            }
        }
    }
}
