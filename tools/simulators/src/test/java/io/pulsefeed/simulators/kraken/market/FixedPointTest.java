package io.pulsefeed.simulators.kraken.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class FixedPointTest {

    @Property
    void printsAsBigDecimalDoes(
            @ForAll @LongRange(min = -1_000_000_000_000L, max = 1_000_000_000_000L) long units,
            @ForAll @IntRange(min = 0, max = 10) int decimals) {
        assertThat(FixedPoint.print(units, decimals))
                .isEqualTo(BigDecimal.valueOf(units, decimals).toPlainString());
    }

    @Test
    void padsToMinimumDecimals() {
        assertThat(FixedPoint.pad("60120.5", 5)).isEqualTo("60120.50000");
        assertThat(FixedPoint.pad("7", 2)).isEqualTo("7.00");
        assertThat(FixedPoint.pad("0.1234567", 5)).isEqualTo("0.1234567");
    }
}
