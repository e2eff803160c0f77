package io.pulsefeed.emotibit.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.emotibit.wire.Packet;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class NumberUnwrapperTest {

    private final NumberUnwrapper numbers = new NumberUnwrapper();

    private long unwrap(long deviceMs, long number, String tag) {
        String line = deviceMs + "," + (number & 0xFFFF) + ",1," + tag + ",1,100,5";
        return numbers.unwrap(Objects.requireNonNull(Packet.parse(line)), deviceMs);
    }

    @Test
    void continuesAcrossWrapsAndDisorder() {
        assertThat(unwrap(1_000, 65_534, "PI")).isEqualTo(65_534);
        assertThat(unwrap(1_010, 65_536, "PI")).isEqualTo(65_536);
        assertThat(unwrap(1_005, 65_535, "PI")).isEqualTo(65_535);
        assertThat(unwrap(200, 65_537, "BI")).isEqualTo(65_537);
        assertThat(unwrap(1_020, 65_538, "PI")).isEqualTo(65_538);
    }

    /** The counter alone would go back after a gap of more than 32,768 numbers. */
    @Property(tries = 200)
    void countsTheWrapsOfALongGap(
            @ForAll @IntRange(min = 0, max = 65_535) int first,
            @ForAll @IntRange(min = 61, max = 7_200) int gapSeconds,
            @ForAll @DoubleRange(min = 0.06, max = 0.2) double numbersPerMs) {
        NumberUnwrapperTest run = new NumberUnwrapperTest();
        long deviceMs = 5_000;
        long last = first;
        for (int second = 0; second <= 120; second++) {
            last = first + Math.round(second * 1_000 * numbersPerMs);
            assertThat(run.unwrap(deviceMs + second * 1_000L, last, "EA")).isEqualTo(last);
        }
        long afterMs = 120_000 + gapSeconds * 1_000L;
        long after = first + Math.round(afterMs * numbersPerMs);
        assertThat(run.unwrap(deviceMs + afterMs, after, "EA")).isEqualTo(after);
    }
}
