package io.pulsefeed.emotibit.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeviceClockTest {

    private static final int SESSIONS = 40;

    @ParameterizedTest
    @EnumSource(NetworkModel.class)
    void correctsDelayAndDrift(NetworkModel network) {
        double afterOneMinute = p95(network, 75, 60);
        double afterFiveMinutes = p95(network, 330, 300);
        System.out.printf(
                "%s: p95 error %.1f ms after 60 s, %.1f ms after 300 s%n", network, afterOneMinute, afterFiveMinutes);

        assertThat(afterOneMinute).isLessThanOrEqualTo(network == NetworkModel.QUIET ? 5 : 12);
        assertThat(afterFiveMinutes).isLessThanOrEqualTo(4);
    }

    private static double p95(NetworkModel network, double seconds, double from) {
        List<Double> errors = new ArrayList<>();
        for (int seed = 0; seed < SESSIONS; seed++) {
            SimulatedSession session =
                    new SimulatedSession(seed, network, 0.032 * seed / (SESSIONS - 1)).run(seconds, from);
            assertThat(session.decreased()).as("backward step, seed %d", seed).isFalse();
            assertThat(session.clock().takeStepMs()).as("step, seed %d", seed).isZero();
            errors.addAll(session.errorsMs());
        }
        errors.sort(null);
        return errors.get((int) (0.95 * errors.size()));
    }

    @ParameterizedTest
    @EnumSource(NetworkModel.class)
    void estimatesUncertainty(NetworkModel network) {
        double within = 0;
        double readings = 0;
        double uncertainty = 0;
        for (int seed = 0; seed < SESSIONS; seed++) {
            SimulatedSession session = new SimulatedSession(seed, network, 0.032 * seed / (SESSIONS - 1)).run(120, 0);
            within += session.withinUncertainty();
            readings += session.errorsMs().size();
            uncertainty += session.uncertaintySum();
        }
        System.out.printf(
                "%s: %.1f %% of errors within the uncertainty, mean uncertainty %.1f ms%n",
                network, 100 * within / readings, uncertainty / readings);
        assertThat(within / readings).isGreaterThanOrEqualTo(0.95);
    }

    @Test
    void reportsTimeSource() {
        DeviceClock clock = new DeviceClock();
        assertThatIllegalStateException().isThrownBy(() -> clock.read(1));

        clock.onArrival(1000, 5_001_010_000L);
        assertThat(clock.read(1000).source()).isEqualTo(TimeSource.RX);

        clock.onExchange(1100, 1110, 5_001_105_000L, 5_001_105_100L);
        assertThat(clock.read(1200).source()).isEqualTo(TimeSource.SYNC);
        assertThat(clock.read(1200 + 60_000).source()).isEqualTo(TimeSource.HOLDOVER);
    }

    @Test
    void rejectsAnswersReadAtNextSync() {
        DeviceClock clock = new DeviceClock();
        assertThat(clock.onExchange(1000, 6108, 1_000_000_000, 1_000_000_100)).isFalse();
        assertThat(clock.onExchange(1000, 999, 1_000_000_000, 1_000_000_100)).isFalse();
        assertThat(clock.isStarted()).isFalse();
    }

    @Test
    void stepsForwardAfterHostClockWasSet() {
        SimulatedSession session = new SimulatedSession(3, NetworkModel.QUIET, 0.01).run(60, 0);
        DeviceClock clock = session.clock();
        long base = 200_000_000;
        clock.onExchange(base, base + 10, 1_900_000_000_000_000L, 1_900_000_000_000_100L);

        assertThat(clock.read(base + 1000).epochUs()).isCloseTo(1_900_000_001_000_000L, within(20_000L));
        assertThat(clock.takeStepMs()).isPositive();
        assertThat(clock.takeStepMs()).isZero();
    }

    @Test
    void returnsSameTimeForSameDeviceTime() {
        DeviceClock clock = new DeviceClock();
        Random random = new Random(7);
        List<Long> first = new ArrayList<>();
        for (long ms = 0; ms < 20_000; ms += 100) {
            clock.onArrival(ms, ms * 1020 + 5_000_000_000L + random.nextInt(60_000));
            if (ms % 5100 == 0) {
                clock.onExchange(ms, ms + 40, ms * 1020 + 5_000_015_000L, ms * 1020 + 5_000_015_100L);
            }
            first.add(clock.read(ms).epochUs());
        }
        for (int i = 0; i < first.size(); i++) {
            assertThat(clock.read(i * 100L).epochUs()).isEqualTo(first.get(i));
        }
    }
}
