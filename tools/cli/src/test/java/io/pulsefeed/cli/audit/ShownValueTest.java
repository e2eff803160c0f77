package io.pulsefeed.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShownValueTest {

    @Test
    void textIsQuotedSoThatBlanksAreVisible() {
        assertThat(ShownValue.of("report ", "report", true)).isEqualTo(new ShownValue("'report '", "'report'"));
        assertThat(ShownValue.of("null", null, true)).isEqualTo(new ShownValue("'null'", "null"));
        assertThat(ShownValue.of("1.5", "2.5", false)).isEqualTo(new ShownValue("1.5", "2.5"));
    }

    @Test
    void longTextIsShownWhereItDiffers() {
        String article = "x".repeat(50_000);

        ShownValue value = ShownValue.of(article + "a" + article, article + "b" + article, true);

        assertThat(value.stored()).isEqualTo("'.." + "x".repeat(20) + "a" + "x".repeat(59) + "..'");
        assertThat(value.expected()).isEqualTo("'.." + "x".repeat(20) + "b" + "x".repeat(59) + "..'");
        assertThat(ShownValue.of(article, article + "b", true).expected()).isEqualTo("'.." + "x".repeat(20) + "b'");
    }
}
