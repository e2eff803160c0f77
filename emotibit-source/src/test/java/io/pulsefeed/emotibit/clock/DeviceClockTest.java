package io.pulsefeed.emotibit.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DeviceClockTest {

    private static final int PHASES = Integer.getInteger("emotibit.phases", 24);
    private static final double[] REPORTED_S = {0, 1, 2, 5, 10, 15, 30, 60, 120, 300, 310};

    /** The samples of all phases of a network. */
    private static List<SimulatedSession.Sample> samples(
            NetworkModel network, double seconds, boolean pings, boolean load) {
        List<SimulatedSession.Sample> all = new ArrayList<>();
        for (int seed = 0; seed < PHASES; seed++) {
            SimulatedSession session =
                    new SimulatedSession(seed, network, 0.032 * seed / (PHASES - 1), pings, load).run(seconds);
            assertThat(session.decreased()).as("backward step, seed %d", seed).isFalse();
            assertThat(session.clock().takeStepMs()).as("step, seed %d", seed).isZero();
            all.addAll(session.samples());
        }
        return all;
    }

    private static double quantile(
            List<SimulatedSession.Sample> samples, ToDoubleFunction<SimulatedSession.Sample> of, double share) {
        double[] sorted = samples.stream().mapToDouble(of).sorted().toArray();
        return sorted[(int) (share * (sorted.length - 1))];
    }

    private static List<SimulatedSession.Sample> between(List<SimulatedSession.Sample> all, double from, double to) {
        return all.stream()
                .filter(sample -> sample.atMs() >= from * 1000 && sample.atMs() < to * 1000)
                .toList();
    }

    private static double shareWithin(List<SimulatedSession.Sample> samples) {
        long within = samples.stream()
                .filter(sample -> sample.errorMs() <= sample.uncertaintyMs())
                .count();
        return (double) within / samples.size();
    }

    static Stream<Arguments> conditions() {
        List<Arguments> all = new ArrayList<>();
        for (NetworkModel network : NetworkModel.values()) {
            all.add(Arguments.of(network, true, false));
        }
        for (NetworkModel network : List.of(NetworkModel.QUIET, NetworkModel.NORMAL, NetworkModel.BUSY)) {
            all.add(Arguments.of(network, false, false));
            all.add(Arguments.of(network, true, true));
        }
        all.add(Arguments.of(NetworkModel.ONE_SIDED, true, true));
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("conditions")
    void statesTrueUncertaintyFromFirstPacketOn(NetworkModel network, boolean pings, boolean load) {
        List<SimulatedSession.Sample> all = samples(network, 310, pings, load);
        for (int i = 0; i + 1 < REPORTED_S.length; i++) {
            List<SimulatedSession.Sample> interval = between(all, REPORTED_S[i], REPORTED_S[i + 1]);
            System.out.printf(
                    Locale.ROOT,
                    "%s%s%s %3.0f-%3.0f s: median uncertainty %6.1f ms, error p50 %5.1f p95 %5.1f ms, within %.2f %%%n",
                    network,
                    pings ? "" : " without pings",
                    load ? " loaded host" : "",
                    REPORTED_S[i],
                    REPORTED_S[i + 1],
                    quantile(interval, SimulatedSession.Sample::uncertaintyMs, 0.5),
                    quantile(interval, SimulatedSession.Sample::errorMs, 0.5),
                    quantile(interval, SimulatedSession.Sample::errorMs, 0.95),
                    100 * shareWithin(interval));
            assertThat(shareWithin(interval)).isGreaterThanOrEqualTo(0.99);
        }
        List<SimulatedSession.Sample> afterFiveMinutes = between(all, 300, 310);
        if (network != NetworkModel.ONE_SIDED) {
            assertThat(quantile(between(all, 60, 75), SimulatedSession.Sample::errorMs, 0.95))
                    .isLessThanOrEqualTo(network == NetworkModel.QUIET ? 5 : 12);
            assertThat(quantile(afterFiveMinutes, SimulatedSession.Sample::errorMs, 0.95))
                    .isLessThanOrEqualTo(4);
        }
        if (!load && (network == NetworkModel.NORMAL || network == NetworkModel.STEADY)) {
            assertThat(quantile(between(all, 30, 35), SimulatedSession.Sample::uncertaintyMs, 0.5))
                    .isLessThanOrEqualTo(15);
            assertThat(quantile(afterFiveMinutes, SimulatedSession.Sample::uncertaintyMs, 0.5))
                    .isLessThanOrEqualTo(8);
        }
    }

    @Test
    void keepsDeviceClockWhenTheHostClockIsSet() {
        for (long stepUs : new long[] {2_000_000, -2_000_000, 3_600_000_000L, -3_600_000_000L}) {
            DeviceClock clock = new DeviceClock();
            long offsetUs = 1_795_000_000_000_000L;
            long before = Long.MIN_VALUE;
            double steppedMs = 0;
            for (long ms = 0; ms < 60_000; ms += 100) {
                long hostUs = ms * 1020;
                if (ms == 30_000) {
                    offsetUs += stepUs;
                }
                clock.setHostOffsetUs(offsetUs, ms);
                clock.onArrival(ms, hostUs + 8_000);
                clock.onPing(ms, hostUs - 5_000, hostUs + 5_000);
                ClockReading reading = clock.read(ms);
                double errorMs = Math.abs(reading.epochUs() - hostUs - offsetUs) / 1000.0;
                assertThat(errorMs)
                        .as("step %d us, at %d ms", stepUs, ms)
                        .isLessThanOrEqualTo(reading.uncertaintyMs() + 1);
                if (ms > 50_000) {
                    assertThat(errorMs).isLessThan(8);
                }
                double stepMs = clock.takeStepMs();
                if (stepMs == 0) {
                    assertThat(reading.epochUs()).isGreaterThanOrEqualTo(before);
                }
                steppedMs += stepMs;
                before = reading.epochUs();
            }
            // A small step back is slewed.
            assertThat(steppedMs).isCloseTo(stepUs == -2_000_000 ? 0 : stepUs / 1000.0, within(20.0));
        }
    }

    /** Another implementation may stamp pongs with another clock. */
    @Test
    void ignoresPingsThatContradictExchanges() {
        for (long wrongMs : new long[] {-300, -40, 40, 300}) {
            DeviceClock clock = new DeviceClock();
            for (long ms = 0; ms < 60_000; ms += 100) {
                long hostUs = ms * 1010;
                clock.onArrival(ms, hostUs + 8_000);
                clock.onPing(ms + wrongMs, hostUs - 5_000, hostUs + 5_000);
                if (ms % 5_100 == 2_000) {
                    clock.onExchange(ms, ms + 10, hostUs + 5_000, hostUs + 5_100);
                }
                ClockReading reading = clock.read(ms);
                if (ms > 10_000) {
                    assertThat(Math.abs(reading.epochUs() - hostUs) / 1000.0)
                            .as("wrong by %d ms, at %d ms", wrongMs, ms)
                            .isLessThanOrEqualTo(reading.uncertaintyMs());
                }
            }
        }
    }

    @Test
    void recoversWhenTheDeviceClockJumps() {
        DeviceClock clock = new DeviceClock();
        for (long ms = 0; ms < 60_000; ms += 100) {
            long hostUs = ms * 1000 + (ms >= 30_000 ? 200_000 : 0);
            clock.onArrival(ms, hostUs + 8_000);
            if (ms % 5_100 == 2_000) {
                clock.onExchange(ms, ms + 10, hostUs + 5_000, hostUs + 5_100);
            }
            ClockReading reading = clock.read(ms);
            if (ms > 50_000) {
                assertThat(Math.abs(reading.epochUs() - hostUs) / 1000.0).isLessThan(20);
            }
        }
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
