package io.pulsefeed.timescale.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DecimalsTest {

    @Property
    void parsesEveryDoubleExactly(@ForAll double value) {
        String text = Double.toString(value);
        if (Double.isFinite(value)) {
            assertThat(Decimals.toDouble(text.toCharArray(), 0, text.length())).isEqualTo(value);
        }
    }

    @Property
    void parsesPlainDigitsToTheNearestDouble(@ForAll long unscaled, @ForAll @IntRange(min = 0, max = 25) int scale) {
        String text = BigDecimal.valueOf(unscaled, scale).toPlainString();
        assertThat(Decimals.toDouble(text.toCharArray(), 0, text.length())).isEqualTo(Double.parseDouble(text));
    }

    @Property
    void scalesExactly(
            @ForAll long unscaled,
            @ForAll @IntRange(min = 0, max = 12) int scale,
            @ForAll @IntRange(min = -3, max = 9) int shift) {
        BigDecimal value = BigDecimal.valueOf(unscaled, scale);
        BigDecimal expected = value.scaleByPowerOfTen(shift).setScale(0, RoundingMode.HALF_UP);
        for (String text : new String[] {value.toPlainString(), value.toString()}) {
            if (expected.precision() <= 18) {
                assertThat(scaled(text, shift)).isEqualTo(expected.longValueExact());
            } else if (expected.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
                assertThatThrownBy(() -> scaled(text, shift)).isInstanceOf(ArithmeticException.class);
            }
        }
    }

    @Property
    void distinguishesIntegersFromFractions(@ForAll long unscaled, @ForAll @IntRange(min = -5, max = 20) int scale) {
        BigDecimal value = BigDecimal.valueOf(unscaled, scale);
        boolean integral = value.signum() == 0 || value.stripTrailingZeros().scale() <= 0;
        for (String text : new String[] {value.toPlainString(), value.toString()}) {
            assertThat(Decimals.isIntegral(text.toCharArray(), 0, text.length()))
                    .as(text)
                    .isEqualTo(integral);
        }
    }

    @Test
    void keepsTheLastMicrosecond() {
        assertThat(scaled("1790358506.844359", 6)).isEqualTo(1_790_358_506_844_359L);
        assertThat(scaled("1.790358506844359E9", 6)).isEqualTo(1_790_358_506_844_359L);
    }

    @Test
    void acceptsMaxLongAndRejectsTheNextInteger() {
        assertThat(scaled("9223372036854775807", 0)).isEqualTo(Long.MAX_VALUE);
        assertThatThrownBy(() -> scaled("9223372036854775808", 0)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void rejectsTextThatIsNotANumber() {
        for (String text : new String[] {"", "-", ".", "1e", "1e+", "abc", "1.2.3", "0x10", "NaN"}) {
            assertThatThrownBy(() -> scaled(text, 6)).as(text).isInstanceOf(NumberFormatException.class);
        }
    }

    private static long scaled(String text, int shift) {
        return Decimals.scaled(text.toCharArray(), 0, text.length(), shift);
    }
}
