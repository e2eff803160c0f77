package io.pulsefeed.emotibit.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pulsefeed.emotibit.config.MetricConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class BodySignalsTest {

    private static final long EPOCH = 1_795_000_000_000_000L;
    private static final double PPG_PERIOD = 0.04;

    private final BodySignals signals = new BodySignals(MetricConfig.DEFAULT);
    private final List<MetricWindow> windows = new ArrayList<>();
    private final List<BodyEvent> events = new ArrayList<>();

    private void play(String tag, double from, double to, double period, DoubleUnaryOperator signal) {
        for (double at = from; at < to - period; at += 2 * period) {
            double[] pair = {signal.applyAsDouble(at), signal.applyAsDouble(at + period)};
            signals.onSamples(tag, pair, 2, EPOCH + Math.round((at + period) * 1e6), period * 1000);
            collect();
        }
    }

    private void collect() {
        for (BodyOutput output : signals.drain()) {
            if (output instanceof MetricWindow window) {
                windows.add(window);
            } else {
                events.add((BodyEvent) output);
            }
        }
    }

    private MetricWindow last() {
        return windows.get(windows.size() - 1);
    }

    @Test
    void computesRateAndVariability() {
        SyntheticBody body = new SyntheticBody(90, 0.8, 0.05, 15);
        play("PI", 0, 82, PPG_PERIOD, body::ppg);

        assertThat(windows).hasSize(8);
        assertThat(windows.get(0).metrics().get("bpm")).isCloseTo(75, within(1.0));
        assertThat(windows.get(0).metrics()).doesNotContainKey("rmssd");
        assertThat(windows.get(0).reasons()).containsKey("rmssd");
        assertThat(last().metrics().get("rmssd")).isBetween(20.0, 34.0);
        assertThat(last().metrics().get("breathingrate")).isCloseTo(15, within(0.5));
        assertThat(last().quality().get("variability")).isGreaterThan(0.9);
    }

    @Test
    void ignoresDicroticWave() {
        SyntheticBody body = new SyntheticBody(40, 1.1, 0, 10);
        play("PI", 0, 32, PPG_PERIOD, body::ppg);

        assertThat(last().metrics().get("bpm")).isCloseTo(60 / 1.1, within(0.5));
    }

    @Test
    void omitsHeartMetricsOfNoiseWithReason() {
        Random random = new Random(3);
        play("PI", 0, 75, PPG_PERIOD, t -> Math.round(60_000 + 40 * random.nextGaussian()));

        assertThat(windows).isNotEmpty();
        assertThat(windows).allSatisfy(window -> {
            assertThat(window.metrics()).doesNotContainKeys("bpm", "ibi", "rmssd", "sdnn", "pnn50", "breathingrate");
            assertThat(window.reasons()).containsKeys("bpm", "ibi", "rmssd");
        });
    }

    @Test
    void doesNotReportWalkingCadenceAsHeartRate() {
        DoubleUnaryOperator strides = t -> Math.sin(2 * Math.PI * 1.8 * t);
        for (double at = 0; at < 60; at += 0.4) {
            double start = at;
            play("PI", start, start + 0.4, PPG_PERIOD, t -> Math.round(60_000 - 300 * strides.applyAsDouble(t)));
            play("AX", start, start + 0.4, PPG_PERIOD, t -> 0.3 * strides.applyAsDouble(t));
            play("AY", start, start + 0.4, PPG_PERIOD, t -> 0);
            play("AZ", start, start + 0.4, PPG_PERIOD, t -> 1 + 0.2 * strides.applyAsDouble(t));
        }
        assertThat(windows).hasSizeGreaterThanOrEqualTo(5);
        assertThat(windows).allSatisfy(window -> {
            assertThat(window.metrics()).doesNotContainKey("bpm");
            assertThat(window.reasons().get("bpm")).isEqualTo("movement");
        });
        assertThat(last().metrics().get("acceleration_sd")).isGreaterThan(0.1);
    }

    @Test
    void doesNotReportLampFlickerAsHeartRate() {
        for (double at = 0; at < 45; at += 0.4) {
            play("EA", at, at + 0.4, 1 / 15.0, t -> 0.0303);
            play("PI", at, at + 0.4, PPG_PERIOD, t -> Math.round(1_240 + 12 * Math.sin(2 * Math.PI * 2.2 * t)));
        }
        assertThat(windows).hasSizeGreaterThanOrEqualTo(4);
        assertThat(windows).allSatisfy(window -> {
            assertThat(window.metrics()).doesNotContainKey("bpm");
            assertThat(window.metrics().get("wearing_status_numeric")).isEqualTo(0);
        });
    }

    @Test
    void computesMetricsAcrossGap() {
        SyntheticBody body = new SyntheticBody(100, 0.8, 0.03, 15);
        play("PI", 0, 30, PPG_PERIOD, body::ppg);
        play("PI", 33, 82, PPG_PERIOD, body::ppg);

        assertThat(last().metrics().get("bpm")).isCloseTo(75, within(1.5));
        assertThat(last().metrics()).containsKey("rmssd");
        assertThat(last().metrics().get("rmssd")).isLessThan(25);
    }

    @Test
    void interpolatesMissingSamples() {
        SyntheticBody body = new SyntheticBody(40, 0.8, 0, 15);
        play("PI", 0, 32, PPG_PERIOD, t -> Math.floorMod(Math.round(t * 25), 40) == 7 ? Double.NaN : body.ppg(t));

        assertThat(last().metrics().get("bpm")).isCloseTo(75, within(1.0));
    }

    @Test
    void reportsNoWindowsWithoutSamples() {
        SyntheticBody body = new SyntheticBody(40, 0.8, 0, 15);
        play("PI", 0, 22, PPG_PERIOD, body::ppg);
        int before = windows.size();

        for (double now = 22; now < 300; now += 1) {
            signals.onTime(EPOCH + Math.round(now * 1e6));
            collect();
        }
        assertThat(windows.size() - before).isEqualTo(1);
        assertThat(last().endEpochUs()).isLessThan(EPOCH + 30_500_000);
    }

    @Test
    void computesCompleteWindowsAtEndOfSession() {
        SyntheticBody body = new SyntheticBody(40, 0.8, 0, 15);
        play("PI", 0, 20.2, PPG_PERIOD, body::ppg);
        assertThat(windows).hasSize(1);

        signals.finish();
        collect();

        assertThat(windows).hasSize(2);
    }

    @Test
    void reportsSkinConductanceResponses() {
        play("EA", 0, 60, 1 / 15.0, t -> 2 + response(t - 25.5, 0.3) + response(t - 45, 0.02));

        List<BodyEvent> responses = events.stream()
                .filter(e -> e.type() == BodyEvent.Type.SKIN_RESPONSE)
                .toList();
        assertThat(responses).hasSize(1);
        assertThat(responses.get(0).values().get("amplitude_us")).isCloseTo(0.3, within(0.05));
        assertThat(windows.get(2).metrics().get("scr_amplitude_mean")).isCloseTo(0.3, within(0.05));
        assertThat(windows.get(3).reasons()).containsKey("scr_amplitude_mean");
        assertThat(windows.get(1).metrics().get("eda_tonic_mean")).isCloseTo(2, within(0.1));
    }

    /** Rises in 0.75 s and decays in some seconds. */
    private static double response(double since, double amplitude) {
        return since < 0 ? 0 : amplitude * 1.8 * (Math.exp(-since / 3) - Math.exp(-since / 0.6)) / 1.0;
    }

    @Test
    void reportsWhenDeviceIsTakenOff() {
        SyntheticBody body = new SyntheticBody(60, 0.8, 0, 15);
        for (double at = 0; at < 50; at += 0.4) {
            boolean on = at < 30;
            play("PI", at, at + 0.4, PPG_PERIOD, t -> on ? body.ppg(t) : 4_000);
            play("EA", at, at + 0.4, 1 / 15.0, t -> on ? 1.5 : 0.0303);
        }
        List<BodyEvent> contact =
                events.stream().filter(e -> e.type() == BodyEvent.Type.CONTACT).toList();
        assertThat(contact).extracting(e -> e.values().get("wearing")).containsExactly(1.0, 0.0);
        assertThat((contact.get(1).epochUs() - EPOCH) / 1e6).isBetween(30.0, 35.0);
        assertThat(windows.get(1).metrics().get("wearing_status_numeric")).isEqualTo(1);
        assertThat(last().metrics().get("wearing_status_numeric")).isEqualTo(0);
    }

    @Test
    void ignoresUnknownTagsAndEmptyPackets() {
        signals.onSamples("ZZ", new double[] {1}, 1, EPOCH, 40);
        signals.onSamples("PI", new double[0], 0, EPOCH, 40);

        signals.onTime(EPOCH + 100_000_000);
        signals.finish();
        assertThat(signals.drain()).isEmpty();
    }
}
