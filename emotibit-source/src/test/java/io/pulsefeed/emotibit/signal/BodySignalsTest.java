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
    void omitsVariabilityOfIrregularRhythm() {
        SyntheticBody body = SyntheticBody.irregular(90, 0.75, 0.18);
        play("PI", 0, 82, PPG_PERIOD, body::ppg);

        assertThat(last().metrics()).doesNotContainKeys("rmssd", "sdnn", "pnn50");
        assertThat(last().reasons()).containsEntry("rmssd", "irregular rhythm");
        assertThat(last().quality().get("variability")).isPositive();
    }

    @Test
    void removesNoiseFromVariabilityAndOmitsItIfNoiseDominates() {
        SyntheticBody body = new SyntheticBody(90, 0.8, 0.05, 15);
        List<Double> beats = body.beats();
        double squares = 0;
        for (int i = 2; i < beats.size(); i++) {
            squares += Math.pow(1000 * (beats.get(i) - 2 * beats.get(i - 1) + beats.get(i - 2)), 2);
        }
        double truth = Math.sqrt(squares / (beats.size() - 2));

        play("PI", 0, 82, PPG_PERIOD, t -> body.ppg(t, 0.06));
        assertThat(last().metrics().get("rmssd")).isCloseTo(truth, within(4.0));

        windows.clear();
        SyntheticBody noisy = new SyntheticBody(90, 0.8, 0.01, 15);
        play("PI", 200, 290, PPG_PERIOD, t -> noisy.ppg(t - 200, 0.22));
        assertThat(last().metrics()).containsKey("bpm").doesNotContainKeys("rmssd", "sdnn", "pnn50");
    }

    @Test
    void publishesEveryBeatOnceIfEnabled() {
        SyntheticBody body = new SyntheticBody(60, 0.8, 0.05, 15);
        BodySignals withBeats =
                new BodySignals(new MetricConfig(true, 60_000, 10_000, 10_000, 0.05, 0.7, 0.85, true, 15));
        for (double at = 0; at < 52; at += 0.08) {
            double[] pair = {body.ppg(at), body.ppg(at + PPG_PERIOD)};
            withBeats.onSamples("PI", pair, 2, EPOCH + Math.round((at + PPG_PERIOD) * 1e6), 40);
        }
        List<BodyEvent> found = withBeats.drain().stream()
                .filter(BodyEvent.class::isInstance)
                .map(BodyEvent.class::cast)
                .filter(event -> event.type() == BodyEvent.Type.BEAT)
                .toList();

        assertThat(found).hasSizeBetween(58, 62);
        for (int i = 1; i < found.size(); i++) {
            double sinceLast = (found.get(i).epochUs() - found.get(i - 1).epochUs()) / 1e3;
            assertThat(found.get(i).values().get("interval_ms")).isCloseTo(sinceLast, within(15.0));
            assertThat(found.get(i).values().get("quality")).isGreaterThan(0.8);
            assertThat(found.get(i).values()).containsEntry("normal", 1.0);
            assertThat(found.get(i).values().get("uncertainty_ms")).isBetween(0.0, 10.0);
        }
    }

    @Test
    void hasEveryDocumentedNameOrItsReason() {
        SyntheticBody body = new SyntheticBody(60, 0.8, 0, 15);
        for (double at = 0; at < 30; at += 0.4) {
            play("PI", at, at + 0.4, PPG_PERIOD, body::ppg);
            play("T1", at, at + 0.4, 0.2, t -> 31);
        }
        assertThat(last().metrics()).containsKey("bpm").doesNotContainKey("skt");
        assertThat(last().reasons())
                .containsEntry("skt", "no skin temperature (TH) in the window")
                .containsEntry("hum", "no humidity (H0) in the window")
                .containsEntry("press", "EmotiBit has no such sensor")
                .containsEntry("fall_detected", "not offered: no reference data to validate it")
                .containsKeys("temp", "acceleration", "eda_tonic_mean", "battery", "oxygen");
        assertThat(windows).allSatisfy(window -> assertThat(DocumentedMetrics.ABSENT_WITHOUT_DATA.keySet())
                .allMatch(name ->
                        window.metrics().containsKey(name) != window.reasons().containsKey(name)));
    }

    @Test
    void omitsSkinConductanceOfOpenAndShortedElectrodes() {
        play("EA", 0, 31, 1 / 15.0, t -> 0.0301);
        assertThat(last().metrics()).doesNotContainKeys("eda_tonic_mean", "eda_phasic_mean", "scr_count");
        assertThat(last().reasons())
                .containsEntry("eda_tonic_mean", "electrodes open: no skin contact")
                .containsEntry("scr_count", "electrodes open: no skin contact")
                .containsEntry("scr_amplitude_mean", "electrodes open: no skin contact");
        assertThat(last().quality()).containsEntry("eda", 0.0);

        play("EA", 31, 62, 1 / 15.0, t -> 10_000);
        assertThat(last().reasons()).containsEntry("scr_count", "skin conductance clamped: short circuit");
    }

    @Test
    void bridgesLostSkinConductance() {
        play("EA", 0, 62, 1 / 15.0, t -> t > 33 && t < 33.6 ? Double.NaN : 2 + response(t - 45.5, 0.3));

        assertThat(windows)
                .filteredOn(w -> w.metrics().containsKey("eda_tonic_mean"))
                .hasSize(windows.size());
        assertThat(events)
                .filteredOn(e -> e.type() == BodyEvent.Type.SKIN_RESPONSE)
                .hasSize(1);
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

    @Test
    void isolatedSamplesDoNotChangeSkinConductance() {
        DoubleUnaryOperator steady = t -> 2 + 0.01 * Math.sin(t / 20);
        for (double wrong : new double[] {50, 1_000, 9_999, 0.9}) {
            BodySignals undisturbed = new BodySignals(MetricConfig.DEFAULT);
            BodySignals disturbed = new BodySignals(MetricConfig.DEFAULT);
            for (int i = 0; i < 900; i++) {
                double at = i / 15.0;
                long epochUs = EPOCH + Math.round(at * 1e6);
                double value = steady.applyAsDouble(at);
                undisturbed.onSamples("EA", new double[] {value}, 1, epochUs, 1000 / 15.0);
                disturbed.onSamples("EA", new double[] {i % 400 == 333 ? wrong : value}, 1, epochUs, 1000 / 15.0);
            }
            List<MetricWindow> expected = windowsOf(undisturbed);
            List<MetricWindow> found = windowsOf(disturbed);

            assertThat(found).as("%s uS", wrong).hasSameSizeAs(expected).hasSizeGreaterThan(3);
            for (int i = 0; i < found.size(); i++) {
                assertThat(found.get(i).metrics().get("eda_tonic_mean"))
                        .isCloseTo(expected.get(i).metrics().get("eda_tonic_mean"), within(0.001));
                assertThat(found.get(i).metrics().get("scr_count")).isZero();
            }
        }
    }

    private static List<MetricWindow> windowsOf(BodySignals signals) {
        return signals.drain().stream()
                .filter(MetricWindow.class::isInstance)
                .map(MetricWindow.class::cast)
                .toList();
    }
}
