package io.pulsefeed.emotibit.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.emotibit.config.MetricConfig;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class BodySignalsFuzzTest {

    private static final List<String> TAGS = List.of("PI", "PG", "PR", "EA", "AX", "AY", "AZ", "TH", "B%", "XX");
    private static final double[] ODD_VALUES = {Double.NaN, 0, 262_143, 1e12, -1, 10_000, Double.POSITIVE_INFINITY};
    private static final double[] PERIODS_MS = {0, 1e-6, 10, 40, 133, 5000};

    /** The times of the first samples of a signal run backwards. */
    @Example
    void coverageIsNotNegative() {
        reportsFiniteValuesForAnyInput(1336);
    }

    @Property(tries = 60)
    void reportsFiniteValuesForAnyInput(@ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
        Random random = new Random(seed);
        BodySignals signals = new BodySignals(MetricConfig.DEFAULT);
        double seconds = random.nextInt(1000);
        double anomalyRate = random.nextDouble();
        for (int packet = 0; packet < 1500; packet++) {
            seconds +=
                    random.nextDouble() < 0.02 * anomalyRate ? 200 * random.nextGaussian() : 0.1 * random.nextDouble();
            double[] values = new double[1 + random.nextInt(12)];
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextDouble() < 0.05 * anomalyRate
                        ? ODD_VALUES[random.nextInt(ODD_VALUES.length)]
                        : 1000 * random.nextDouble();
            }
            long micros = Math.round(seconds * 1e6);
            String tag = TAGS.get(random.nextInt(TAGS.size()));
            signals.onSamples(tag, values, values.length, micros, PERIODS_MS[random.nextInt(PERIODS_MS.length)]);
            for (BodyOutput output : signals.drain()) {
                if (output instanceof MetricWindow window) {
                    assertThat(window.metrics().values()).allMatch(Double::isFinite);
                    assertThat(window.quality().values()).allMatch(q -> q >= 0 && q <= 1);
                    assertThat(DocumentedMetrics.ABSENT_WITHOUT_DATA.keySet())
                            .allMatch(name -> window.metrics().containsKey(name)
                                    != window.reasons().containsKey(name));
                }
            }
        }
    }
}
