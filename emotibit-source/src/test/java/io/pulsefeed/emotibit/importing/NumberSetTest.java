package io.pulsefeed.emotibit.importing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NotEmpty;

class NumberSetTest {

    @Property(tries = 200)
    void containsWhatWasAdded(
            @ForAll @NotEmpty List<@LongRange(min = -70_000, max = 70_000) Long> near,
            @ForAll List<@LongRange(min = -65_536, max = Integer.MAX_VALUE) Long> far) {
        Set<Long> expected = new HashSet<>(near);
        expected.addAll(far);
        NumberSet numbers = new NumberSet();
        expected.forEach(numbers::add);

        assertThat(numbers.first(0))
                .isEqualTo(expected.stream().min(Long::compare).orElseThrow());
        assertThat(numbers.last(0))
                .isEqualTo(expected.stream().max(Long::compare).orElseThrow());
        for (long number : expected) {
            assertThat(numbers.contains(number)).isTrue();
            assertThat(numbers.contains(number + 1)).isEqualTo(expected.contains(number + 1));
        }
    }
}
