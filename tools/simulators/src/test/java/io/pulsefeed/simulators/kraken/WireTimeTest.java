package io.pulsefeed.simulators.kraken;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class WireTimeTest {

    @Test
    void truncatesNanoseconds() {
        WireTime time = new WireTime();
        assertThat(time.micros(1_790_358_506_844_359_999L)).isEqualTo("2026-09-25T17:48:26.844359Z");
        assertThat(time.micros(1_790_358_506_000_001_000L)).isEqualTo("2026-09-25T17:48:26.000001Z");
        assertThat(WireTime.epochMicros(1_790_358_506_000_009_999L)).isEqualTo("1790358506.000009");
    }

    @Test
    void printsDoublesAsKrakenDoes() {
        assertThat(WireTime.doubleSeconds(1_790_359_841_138_228_746L)).isEqualTo("1790359841.1382287");
        assertThat(WireTime.doubleSeconds(1_616_666_442_295_170_300L)).isEqualTo("1616666442.2951703");
    }

    @Property
    void shortestTextParsesToSameDouble(@ForAll @LongRange(min = 0, max = 4_000_000_000_000_000_000L) long ns) {
        assertThat(Double.parseDouble(WireTime.doubleSeconds(ns))).isEqualTo(ns / 1e9);
    }
}
