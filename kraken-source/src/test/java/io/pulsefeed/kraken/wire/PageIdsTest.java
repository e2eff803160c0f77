package io.pulsefeed.kraken.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageIdsTest {

    private static long[] ids(String text) {
        return Arrays.stream(text.split(" ")).mapToLong(Long::parseLong).toArray();
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
            # one odd id, two that follow each other, two that do not
            100 101 102 9 104 105 106,         100 101 102 103 104 105 106
            100 101 9 10 104 105 106,          100 101 102 103 104 105 106
            100 101 9000 7 104 105 106,        100 101 102 103 104 105 106
            100 101 9000 9001 104 105 106,     100 101 102 103 104 105 106
            # with a row without id, and one in the wrong order
            100 101 0 9001 104 105 106,        100 101 102 103 104 105 106
            100 101 103 9001 104 105 106,      100 101 103 102 104 105 106
            # rows in the wrong order, and doubled ones
            100 101 103 102 104 105 106,       100 101 103 102 104 105 106
            100 101 101 103 104 105 106,       100 101 102 103 104 105 106
            # ids that Kraken did not use stay unused
            100 101 102 108 109 110 111,       100 101 102 108 109 110 111
            100 101 150 102 103 104,           100 101 150 102 103 104
            # no ids before or after
            0 101 102 103,                     100 101 102 103
            100 101 0 0,                       100 101 102 103
            100 0 105 106,                     100 0 105 106
            """)
    void correctsIdsBetweenThoseThatContinueEachOther(String page, String corrected) {
        assertThat(PageIds.of(ids(page))).containsExactly(ids(corrected));
    }

    /** Rows that keep the ids of the page are more than the odd ones. */
    @Property(tries = 200)
    void correctsOddIdsAnywhereInside(
            @ForAll @Size(max = 8) List<@IntRange(min = 1, max = 58) Integer> odd,
            @ForAll @LongRange(min = 0, max = 1_000_000_000_000L) long wrong) {
        long[] page = LongStream.range(5_000, 5_060).toArray();
        long[] damaged = page.clone();
        for (int i = 0; i < odd.size(); i++) {
            damaged[odd.get(i)] = wrong + i * 17L;
        }
        Assume.that(Arrays.stream(damaged)
                        .filter(id -> id >= 5_000 && id < 5_060)
                        .distinct()
                        .count()
                >= 52);

        long[] corrected = PageIds.of(damaged);

        for (int i = 0; i < page.length; i++) {
            if (damaged[i] < 5_000 || damaged[i] >= 5_060) {
                assertThat(corrected[i])
                        .as("row " + i + " of " + Arrays.toString(damaged))
                        .isEqualTo(page[i]);
            }
        }
    }
}
