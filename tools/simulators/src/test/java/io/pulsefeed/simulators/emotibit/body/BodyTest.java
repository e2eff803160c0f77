package io.pulsefeed.simulators.emotibit.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BodyTest {

    private static double[] infrared(Body body, int seconds) {
        return IntStream.range(0, seconds * 25)
                .mapToDouble(i -> body.light(i / 25.0)[0])
                .toArray();
    }

    @Test
    void isReproducibleFromSeed() {
        assertThat(infrared(new Body(5, false), 10)).isEqualTo(infrared(new Body(5, false), 10));
        assertThat(infrared(new Body(6, false), 10)).isNotEqualTo(infrared(new Body(5, false), 10));
    }

    @Test
    void heartRateVaries() {
        Body body = new Body(5, false);
        infrared(body, 120);
        List<Double> beats = body.beats();
        double[] intervals = IntStream.range(1, beats.size())
                .mapToDouble(i -> beats.get(i) - beats.get(i - 1))
                .toArray();

        assertThat(Arrays.stream(intervals).boxed())
                .allSatisfy(interval -> assertThat(interval).isBetween(0.5, 1.3));
        double mean = IntStream.range(0, intervals.length)
                .mapToDouble(i -> intervals[i])
                .average()
                .orElseThrow();
        double spread = IntStream.range(0, intervals.length)
                .mapToDouble(i -> Math.abs(intervals[i] - mean))
                .average()
                .orElseThrow();
        assertThat(spread).isBetween(0.005, 0.08);
    }

    @Test
    void countsFallWithBloodVolume() {
        Body body = new Body(5, false);
        double[] counts = infrared(body, 60);
        double afterBeats = body.beats().stream()
                .filter(beat -> beat > 2 && beat < 58)
                .mapToDouble(beat -> counts[(int) Math.round((beat + 0.18) * 25)])
                .average()
                .orElseThrow();
        double mean = IntStream.range(0, counts.length)
                .mapToDouble(i -> counts[i])
                .average()
                .orElseThrow();

        assertThat(afterBeats).isLessThan(mean - 30);
    }

    @Test
    void responseRaisesConductanceByItsAmplitude() {
        Body body = new Body(8, false);
        double[] values = IntStream.range(0, 120 * 15)
                .mapToDouble(i -> body.conductance(i / 15.0))
                .toArray();
        double[] first = body.responses().get(0);

        double rise = values[(int) (first[1] * 15)] - values[(int) (first[0] * 15)];
        assertThat(rise).isCloseTo(first[2], offset(0.02));
        assertThat(body.responses()).hasSizeBetween(4, 15);
    }

    @Test
    void isOffBodyForTwentySecondsOfEveryMinute() {
        Body body = new Body(5, true);
        double[] counts = infrared(body, 60);

        assertThat(counts[50 * 25]).isLessThan(0.2 * counts[30 * 25]);
        assertThat(body.conductance(50)).isLessThan(0.031);
        assertThat(body.isWorn(50)).isFalse();
    }
}
