package io.pulsefeed.emotibit.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DecimalTest {

    @Property
    void parsesDecimalsLikeJdk(@ForAll long digits, @ForAll @IntRange(max = 12) int places) {
        String text = BigDecimal.valueOf(digits, places).toPlainString();

        assertThat(Decimal.parse(text, 0, text.length())).isEqualTo(Double.parseDouble(text));
        assertThat(Decimal.isJsonNumber(text, 0, text.length())).isTrue();
    }

    @Test
    void parsesExponents() {
        assertThat(Decimal.parse("-1.5e3", 0, 6)).isEqualTo(-1500);
    }

    @Test
    void recognizesJsonNumbers() {
        for (String number : new String[] {"0", "-0", "10", "0.50", "-12.000"}) {
            assertThat(Decimal.isJsonNumber(number, 0, number.length()))
                    .as(number)
                    .isTrue();
        }
        for (String other : new String[] {"", "-", "01", ".5", "5.", "+1", "1e5", "nan", "1 ", "1".repeat(101)}) {
            assertThat(Decimal.isJsonNumber(other, 0, other.length())).as(other).isFalse();
        }
    }
}
