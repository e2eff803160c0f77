package io.pulsefeed.benchmarks.article;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ShingleScoreTest {

    @Test
    void sameWordsHavePerfectScore() {
        ShingleScore score = ShingleScore.of("One, two; three four five", "One two three four five");

        assertThat(score.precision()).isEqualTo(1);
        assertThat(score.recall()).isEqualTo(1);
    }

    @Test
    void countsShinglesOfFourWords() {
        ShingleScore score = ShingleScore.of("a b c d e f", "a b c d e x");

        assertThat(score.precision()).isCloseTo(2 / 3.0, within(1e-9));
        assertThat(score.recall()).isCloseTo(2 / 3.0, within(1e-9));
    }

    @Test
    void countsRepeatedShingles() {
        ShingleScore score = ShingleScore.of("a a a a a", "a a a a a a a");

        assertThat(score.precision()).isCloseTo(2 / 4.0, within(1e-9));
        assertThat(score.recall()).isEqualTo(1);
    }

    @Test
    void shortTextIsOneShingle() {
        assertThat(ShingleScore.of("a b", "a b").precision()).isEqualTo(1);
        assertThat(ShingleScore.of("a b", "a b c").recall()).isZero();
    }

    @Test
    void emptyTextHasZeroScore() {
        assertThat(ShingleScore.of("a b c d", "").recall()).isZero();
        assertThat(ShingleScore.of("a b c d", "").precision()).isZero();
        assertThat(ShingleScore.of("", "").precision()).isEqualTo(1);
    }
}
