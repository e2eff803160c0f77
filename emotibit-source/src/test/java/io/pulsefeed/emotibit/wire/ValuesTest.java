package io.pulsefeed.emotibit.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

    private static final double MISSING = Double.NaN;

    private static Values of(String line) {
        return Values.of(Packet.parse(line));
    }

    @Test
    void parsesSensorValues() {
        Values values = of("1,2,2,EL,1,100,-4569.399902,26437.599609");

        assertThat(values.samples()).containsExactly(-4569.399902, 26437.599609);
        assertThat(values.flags()).isZero();
    }

    /** The firmware prints numbers with a minimum width of two characters. */
    @Test
    void parsesNumbersThatFirmwarePadsWithBlanks() {
        assertThat(of("1,2,4,MX,1,100, 8,-3,12, 0").samples()).containsExactly(8, -3, 12, 0);
        assertThat(of("1,2,4,MX,1,100, 8,-3,12, 0").flags()).isZero();
        assertThat(of("1,2,2,U1,1,100, 8,9 ").samples()).containsExactly(8, 9);
    }

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "  8,8",
                "8  ,8",
                "+8,8",
                " +8.50,8.5",
                "-0.25,-0.25",
                "  -7,-7",
                "007,7",
                ".5,0.5",
                "5.,5",
                "1e3,1000",
                "-1.5E+02,-150",
                " 2.5e-01,0.25",
                "12345678901234567890,12345678901234567890"
            })
    void parsesEveryFormOfNumber(String element, double value) {
        Values values = of("1,2,1,EA,1,100," + element);

        assertThat(values.samples()).containsExactly(value);
        assertThat(values.flags()).isZero();
    }

    @Test
    void addsMissingSamplesForTooFewValues() {
        Values values = of("1,2,3,PI,1,100,5,6");

        assertThat(values.samples()).containsExactly(5, 6, MISSING);
        assertThat(values.flags()).isEqualTo(Flag.TRUNCATED.bit());
    }

    @Test
    void discardsTruncatedValue() {
        Values values = of("1,2,3,PI,1,100,6381,63\u0019");

        assertThat(values.samples()).containsExactly(6381, MISSING, MISSING);
        assertThat(values.flags()).isEqualTo(Flag.TRUNCATED.bit());
    }

    @Test
    void ignoresSurplusValues() {
        Values values = of("1,2,1,PI,1,100,5,6");

        assertThat(values.samples()).containsExactly(5);
        assertThat(values.flags()).isEqualTo(Flag.EXTRA.bit());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nan",
                " nan",
                "-nan",
                "inf",
                "-inf",
                "+inf",
                " inf",
                "ovf",
                "",
                " ",
                "+",
                "-",
                "+-1",
                "1 2",
                "1e999",
                "1.2.3",
                "--1",
                "0x1",
                "1f",
                "Infinity",
                "NaN",
                "\u00e9"
            })
    void treatsNonNumbersAsMissing(String element) {
        Values values = of("1,2,2,EA,1,100," + element + ",1.5");

        assertThat(values.samples()).containsExactly(MISSING, 1.5);
        assertThat(values.flags()).isEqualTo(Flag.NULL_VALUE.bit());
    }

    @Test
    void ignoresATrailingComma() {
        assertThat(of("1,2,1,B%,1,100,16,").flags()).isZero();
    }

    @Test
    void returnsNoValuesForControlPackets() {
        assertThat(of("1,2,4,EM,1,100,RS,RE,PS,MN").count()).isZero();
        assertThat(of("1,2,2,AK,1,100,18066,RD").count()).isZero();
    }

    @Test
    void parsesUnknownTagsOnlyIfAllValuesAreNumbers() {
        assertThat(of("1,2,2,U1,1,100,17,4.25").samples()).containsExactly(17, 4.25);
        assertThat(of("1,2,2,U1,1,100,17,on").count()).isZero();
        assertThat(of("1,2,2,U1,1,100,17,on").flags()).isEqualTo(Flag.UNKNOWN_TAG.bit());
    }

    @Test
    void limitsCorruptCount() {
        assertThat(of("1,2,65535,PI,1,100,5").count()).isEqualTo(256);
    }

    @Test
    void returnsNoValuesForCountZero() {
        assertThat(of("1,2,0,PI,1,100,5").count()).isZero();
    }
}
