package io.pulsefeed.simulators.kraken.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MarketTest {

    @Test
    void knowsEverySpelling() {
        Market doge = Market.of("XDG/USD");
        assertThat(doge.symbol()).isEqualTo("DOGE/USD");
        assertThat(doge.wsname()).isEqualTo("XDG/USD");
        assertThat(doge.altname()).isEqualTo("XDGUSD");
        assertThat(doge.restKey()).isEqualTo("XDGUSD");
        Market etherInBitcoin = Market.of("ETH/XBT");
        assertThat(etherInBitcoin.symbol()).isEqualTo("ETH/BTC");
        assertThat(etherInBitcoin.wsname()).isEqualTo("ETH/XBT");
        assertThat(etherInBitcoin.restKey()).isEqualTo("XETHXXBT");
        assertThat(etherInBitcoin.base()).isEqualTo("XETH");
        assertThat(etherInBitcoin.quote()).isEqualTo("XXBT");
    }

    @Test
    void derivesValuesForUnknownPair() {
        assertThat(Market.of("WIF/EUR")).isEqualTo(Market.of("WIF/EUR"));
        assertThat(Market.of("WIF/EUR").price()).isPositive();
        assertThatThrownBy(() -> Market.of("wif-eur")).hasMessageContaining("BASE/QUOTE");
    }
}
