package io.pulsefeed.cli.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PairNamesTest {

    @ParameterizedTest
    @CsvSource({
        "btc/usd,XBT/USD",
        " DOGE/eur ,XDG/EUR",
        "ETH/BTC,ETH/XBT",
        "AAPLx/USD,AAPLx/USD",
        "Fx/usd,Fx/USD",
        "Sol/Usd,SOL/USD",
    })
    void usesTheSpellingOfSourceOffsets(String text, String pair) {
        assertThat(PairNames.canonical(text)).contains(pair);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "BTC", "BTC/USD/EUR", "/USD", "BTC/", "BTC USD", "BTC/US$", "\u0410/USD"})
    void refusesOtherTexts(String text) {
        assertThat(PairNames.canonical(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"AAPLx/USD,true", "XBT/USD,false", "STX/USD,false", "Fx/USD,true"})
    void knowsTokenizedStocks(String pair, boolean expected) {
        assertThat(PairNames.isTokenizedStock(pair)).isEqualTo(expected);
    }
}
