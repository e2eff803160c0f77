package io.pulsefeed.emotibit.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TraceTest {

    private final Trace trace = new Trace(10, 4096);

    private void add(double seconds, double... values) {
        trace.add(values, values.length, seconds, 0.04);
    }

    private void fill(int pairs) {
        for (int i = 1; i <= pairs; i++) {
            add(0.08 * i, i, i);
        }
    }

    @Test
    void representsLostSamplesByNaN() {
        fill(50);
        add(0.08 * 52, 1, 2);

        assertThat(trace.size()).isEqualTo(104);
        assertThat(trace.valueAt(100)).isNaN();
        assertThat(trace.valueAt(101)).isNaN();
        assertThat(trace.valueAt(103)).isEqualTo(2);
        assertThat(trace.lastTime()).isCloseTo(4.16, within(1e-6));
    }

    @Test
    void insertsReorderedPacketIntoGap() {
        fill(50);
        add(0.08 * 52, 7, 8);
        add(0.08 * 51, 5, 6);

        assertThat(trace.values(4.02, 5)).containsExactly(5, 6, 7, 8);
    }

    @Test
    void correctsPeriodOfFirstPacket() {
        trace.add(new double[10], 10, 0.09, 0.04);
        trace.add(new double[10], 10, 0.19, 0.04);

        assertThat(trace.timeAt(0)).isCloseTo(0, within(1e-9));
    }

    @Test
    void dropsSamplesOlderThanSpan() {
        Trace small = new Trace(10, 1024);
        for (int i = 1; i <= 100_000; i++) {
            small.add(new double[] {i}, 1, i * 0.04, 0.04);
        }
        assertThat(small.size()).isLessThanOrEqualTo(1024);
        assertThat(small.valueAt(small.size() - 1)).isEqualTo(100_000);
    }

    @Test
    void restartsAfterClockStep() {
        fill(50);
        add(5000, 1, 2);

        assertThat(trace.size()).isEqualTo(2);
    }
}
