package io.pulsefeed.emotibit.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class MillisUnwrapperTest {

    @Property
    void unwrapsAnyNumberOfWraps(
            @ForAll @LongRange(max = 0xFFFF_FFFFL) long start,
            @ForAll List<@IntRange(max = Integer.MAX_VALUE) Integer> steps) {
        MillisUnwrapper millis = new MillisUnwrapper();
        long truth = start;
        assertThat(millis.unwrap(start)).isEqualTo(start);
        for (int step : steps) {
            truth += step;
            assertThat(millis.unwrap(truth & 0xFFFF_FFFFL)).isEqualTo(truth);
        }
    }

    @Test
    void unwrapsBackDatedValues() {
        MillisUnwrapper millis = new MillisUnwrapper();
        millis.unwrap(0xFFFF_FF00L);
        assertThat(millis.unwrap(0x100)).isEqualTo(0x1_0000_0100L);
        assertThat(millis.unwrap(0xFFFF_F000L)).isEqualTo(0xFFFF_F000L);
        assertThat(millis.unwrap(0x200)).isEqualTo(0x1_0000_0200L);
    }

    @Test
    void computesDistanceBehindNewestValue() {
        MillisUnwrapper millis = new MillisUnwrapper();
        assertThat(millis.behind(5)).isZero();
        millis.unwrap(10_000);
        assertThat(millis.behind(4_000)).isEqualTo(6_000);
        assertThat(millis.behind(12_000)).isEqualTo(-2_000);
    }
}
