package io.pulsefeed.kraken.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PairTest {

    @ParameterizedTest
    @CsvSource({
        "BTC/USD,XBT/USD,BTC/USD,XBTUSD",
        "xbt/usd,XBT/USD,BTC/USD,XBTUSD",
        "DOGE/USD,XDG/USD,DOGE/USD,XDGUSD",
        "ETH/BTC,ETH/XBT,ETH/BTC,ETHXBT",
        "ADA/USD,ADA/USD,ADA/USD,ADAUSD",
    })
    void convertsBetweenSpellings(String text, String name, String common, String rest) {
        Pair pair = Pair.parse(text);
        assertThat(pair.name()).isEqualTo(name);
        assertThat(pair.commonName()).isEqualTo(common);
        assertThat(pair.restName()).isEqualTo(rest);
    }

    @Test
    void treatsBothSpellingsAsEqual() {
        assertThat(Pair.parse("BTC/USD")).isEqualTo(Pair.parse("XBT/USD"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "XBTUSD", "/USD", "XBT/", "XBT/USD/EUR", "XBT USD", "XBT/U\"D"})
    void rejectsInvalidPairs(String text) {
        assertThatThrownBy(() -> Pair.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("base and quote with a slash");
    }
}
