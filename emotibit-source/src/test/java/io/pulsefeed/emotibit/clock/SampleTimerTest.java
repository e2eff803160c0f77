package io.pulsefeed.emotibit.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SampleTimerTest {

    @Test
    void spacesSamplesAfterPreviousPacket() {
        SampleTimer timer = new SampleTimer(false);
        timer.onPacket("PI", 1000, 3, false);
        SampleTimes times = timer.onPacket("PI", 1120, 3, false);

        assertThat(times.at(0, 3)).isEqualTo(1040);
        assertThat(times.at(2, 3)).isEqualTo(1120);
        assertThat(times.bridged()).isFalse();
    }

    @Test
    void usesNominalPeriodForFirstPacket() {
        SampleTimes times = new SampleTimer(false).onPacket("EA", 1000, 2, false);

        assertThat(times.at(0, 2)).isCloseTo(1000 - 1000 / 15.0, within(1e-9));
    }

    @Test
    void doesNotStretchSamplesOverLostPackets() {
        SampleTimer timer = new SampleTimer(false);
        long at = 0;
        for (int i = 0; i < 20; i++) {
            at += 120;
            timer.onPacket("PI", at, 3, false);
        }
        SampleTimes reported = timer.onPacket("PI", at + 1200, 3, true);
        SampleTimes detected = timer.onPacket("PI", at + 2400, 3, false);

        assertThat(reported.periodMs()).isEqualTo(40);
        assertThat(detected.periodMs()).isEqualTo(40);
        assertThat(detected.bridged()).isTrue();
    }

    @Test
    void keepsTimeOfEvents() {
        SampleTimer timer = new SampleTimer(true);
        timer.onPacket("BI", 5000, 1, false);
        SampleTimes backDated = timer.onPacket("BI", 4000, 1, false);

        assertThat(backDated).isEqualTo(new SampleTimes(4000, 0, 0, false));
    }

    @Test
    void smoothingReducesJitter() {
        SampleTimer timer = new SampleTimer(true);
        Random random = new Random(5);
        double squares = 0;
        for (int packet = 1; packet <= 2000; packet++) {
            int sample = packet * 5 / 2;
            int count = sample - (packet - 1) * 5 / 2;
            double trueMs = 40.2 * sample;
            SampleTimes times = timer.onPacket("PI", Math.round(trueMs + 8 * random.nextGaussian()), count, false);
            if (packet > 200) {
                squares += Math.pow(times.at(count - 1, count) - trueMs, 2);
            }
        }
        assertThat(Math.sqrt(squares / 1800)).isLessThan(2);
    }

    @Property(tries = 300)
    void timesOfTagNeverDecrease(
            @ForAll boolean smooth,
            @ForAll @Size(min = 2, max = 200) int[] steps,
            @ForAll @IntRange(min = 1, max = 6) int count) {
        SampleTimer timer = new SampleTimer(smooth);
        long at = 10_000;
        double before = Double.NEGATIVE_INFINITY;
        for (int step : steps) {
            at += step % 400;
            SampleTimes times = timer.onPacket("AX", at, count, step % 7 == 0);
            for (int i = 0; i < count; i++) {
                assertThat(times.at(i, count)).isGreaterThanOrEqualTo(before - 1e-6);
                before = times.at(i, count);
            }
        }
    }
}
