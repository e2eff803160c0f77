package io.pulsefeed.kraken.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PairSelectionTest {

    private static final List<Pair> LISTED =
            Pair.listOf(List.of("BTC/USD", "BTC/EUR", "ETH/USD", "ETH/BTC", "AAPLx/USD", "DOGE/USD", "USDT/USD"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/USD,!*/EUR|AAPLx/USD ETH/USD USDT/USD XBT/USD XDG/USD",
                "*/*,!*/USD|ETH/XBT XBT/EUR",
                "*/BTC|ETH/XBT",
                "xbt/*|XBT/EUR XBT/USD",
                "B*/USD|XBT/USD",
                "*x/USD|AAPLx/USD",
                "*/USD,!doge/usd,!USD*/USD,!AAPLx/*|ETH/USD XBT/USD",
                "ADA/USD,*/EUR|ADA/USD XBT/EUR",
                "ADA/USD,!ADA/*,*/EUR|XBT/EUR",
                "ADA/USD|ADA/USD",
            })
    void resolvesPatternsAndExclusions(String pairs, String resolved) {
        PairSelection selection = PairSelection.of(Arrays.asList(pairs.split(",")));
        assertThat(selection.resolve(LISTED).stream().map(Pair::name).collect(Collectors.joining(" ")))
                .isEqualTo(resolved);
        assertThat(selection.hasPatterns()).isEqualTo(!pairs.equals("ADA/USD"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "*USD", "!XBTUSD", "a b/*", "*/", "/*", "!*/USD"})
    void rejectsOtherTexts(String text) {
        assertThatThrownBy(() -> PairSelection.of(List.of(text))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"AAPLx/USD,AAPLx/USD,true", "aapl/usd,AAPL/USD,false", "Xbt/Usd,XBT/USD,false", "doge/usd,XDG/USD,false"
    })
    void keepsTheCaseOfTokenizedStocks(String text, String name, boolean stock) {
        Pair pair = Pair.parse(text);
        assertThat(pair.name()).isEqualTo(name);
        assertThat(pair.isTokenizedStock()).isEqualTo(stock);
    }

    @ParameterizedTest
    @ValueSource(strings = {"XBT/USD,!BTC/*", "ETH/USD,DOGE/USD,!*/USD"})
    void rejectsASelectionThatExcludesEveryPair(String pairs) {
        assertThatThrownBy(() -> PairSelection.of(Arrays.asList(pairs.split(","))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("exclu");
    }
}
