package io.pulsefeed.console.feed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RingTest {

    @Test
    void drainsWhatIsNewAndKeepsTheNewest() {
        Ring<Integer> ring = new Ring<>(3);
        ring.add(1);
        ring.add(2);
        assertThat(ring.drain()).containsExactly(1, 2);
        assertThat(ring.drain()).isEmpty();
        for (int i = 3; i <= 7; i++) {
            ring.add(i);
        }
        assertThat(ring.drain()).containsExactly(5, 6, 7);
        assertThat(ring.all()).containsExactly(5, 6, 7);
        assertThat(ring.skipped()).isEqualTo(2);
    }
}
