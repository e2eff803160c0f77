package io.pulsefeed.emotibit.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pulsefeed.emotibit.config.MetricConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that no sensor can measure are not in the metrics. */
class SensorRangeTest {

    private static final long EPOCH = 1_795_000_000_000_000L;

    private final BodySignals signals = new BodySignals(MetricConfig.DEFAULT);

    /** The windows of 31 s in which each tag has two samples every 80 ms. */
    private List<MetricWindow> windows(List<String> tags, DoubleUnaryOperator signal) {
        List<MetricWindow> windows = new ArrayList<>();
        for (double at = 0; at < 31; at += 0.08) {
            for (String tag : tags) {
                double[] pair = {signal.applyAsDouble(at), signal.applyAsDouble(at + 0.04)};
                signals.onSamples(tag, pair, 2, EPOCH + Math.round((at + 0.04) * 1e6), 40);
            }
            for (BodyOutput output : signals.drain()) {
                if (output instanceof MetricWindow window) {
                    windows.add(window);
                }
            }
        }
        assertThat(windows).hasSize(3);
        return windows;
    }

    @ParameterizedTest
    @CsvSource({
        "TH, skt, -273.15",
        "TH, skt, 1037.55",
        "T0, temp, -46.85",
        "T0, temp, 128.86",
        "H0, hum, -6",
        "H0, hum, 118.99",
        "O2, oxygen, 255",
        "B%, battery, -512",
        "B%, battery, 100000",
    })
    void valuesOutsideOfTheRangeAreAbsent(String tag, String metric, double value) {
        assertThat(windows(List.of(tag), at -> value)).allSatisfy(window -> {
            assertThat(window.metrics()).doesNotContainKey(metric);
            assertThat(window.reasons())
                    .containsEntry(
                            metric, "only values outside of the range of the sensor (" + tag + ") in the window");
        });
    }

    @ParameterizedTest
    @CsvSource({"TH, skt, 33.2", "T0, temp, 21.5", "H0, hum, 100", "O2, oxygen, 97", "B%, battery, 112"})
    void meanIsThatOfTheValuesWithinTheRange(String tag, String metric, double value) {
        assertThat(windows(List.of(tag), at -> Math.round(at * 25) % 4 == 0 ? 1e6 : value))
                .allSatisfy(window -> assertThat(window.metrics().get(metric)).isCloseTo(value, within(1e-9)));
    }

    @Test
    void accelerationOfZeroOnAllAxesIsAbsent() {
        assertThat(windows(List.of("AX", "AY", "AZ"), at -> 0)).allSatisfy(window -> {
            assertThat(window.metrics()).doesNotContainKeys("acceleration", "acceleration_sd");
            assertThat(window.reasons())
                    .containsEntry(
                            "acceleration", "only values that the sensor cannot measure (AX, AY, AZ) in the window");
        });
    }

    @Test
    void accelerationBeyondTheSensorIsAbsent() {
        assertThat(windows(List.of("AX", "AY", "AZ"), at -> 40)).allSatisfy(window -> assertThat(window.reasons())
                .containsEntry(
                        "acceleration", "only values that the sensor cannot measure (AX, AY, AZ) in the window"));
    }

    @Test
    void accelerationIsThatOfTheTimeInWhichTheSensorMeasures() {
        MetricWindow first =
                windows(List.of("AX", "AY", "AZ"), at -> at < 5 ? 0 : 1).get(0);

        assertThat(first.metrics().get("acceleration")).isCloseTo(Math.sqrt(3), within(1e-9));
        assertThat(first.metrics().get("acceleration_sd")).isCloseTo(0, within(1e-6));
        assertThat(first.quality().get("acceleration")).isCloseTo(0.5, within(0.05));
    }

    @Test
    void lostSamplesAreNotOutOfRange() {
        List<MetricWindow> windows = windows(List.of("TH"), at -> Double.NaN);

        assertThat(windows).allSatisfy(window -> assertThat(window.reasons())
                .containsEntry("skt", DocumentedMetrics.ABSENT_WITHOUT_DATA.get("skt")));
    }

    @ParameterizedTest
    @CsvSource({"1e300", "-5", "262144"})
    void lightThatTheSensorCannotMeasureDoesNotDisturbThePulse(double value) {
        List<String> light = List.of("PI", "PR", "PG");
        List<MetricWindow> clean = windows(light, SensorRangeTest::pulse);
        List<MetricWindow> odd =
                new SensorRangeTest().windows(light, at -> Math.round(at * 25) % 100 == 7 ? value : pulse(at));

        for (int i = 0; i < clean.size(); i++) {
            assertThat(clean.get(i).metrics()).containsKey("bpm");
            double bpm = clean.get(i).metrics().get("bpm");
            assertThat(odd.get(i).metrics().get("bpm")).isCloseTo(bpm, within(0.5));
            assertThat(odd.get(i).metrics().keySet())
                    .isEqualTo(clean.get(i).metrics().keySet());
            assertThat(odd.get(i).quality().get("bpm"))
                    .isCloseTo(clean.get(i).quality().get("bpm"), within(0.05));
        }
    }

    /** 72 beats and 15 breaths a minute. */
    private static double pulse(double at) {
        double phase = 1.2 * at - Math.floor(1.2 * at);
        double beat =
                Math.exp(-Math.pow((phase - 0.3) / 0.09, 2)) + 0.4 * Math.exp(-Math.pow((phase - 0.55) / 0.12, 2));
        return 90_000 - 700 * beat * (1 + 0.1 * Math.sin(2 * Math.PI * 0.25 * at));
    }
}
