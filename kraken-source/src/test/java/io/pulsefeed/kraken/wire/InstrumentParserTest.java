package io.pulsefeed.kraken.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.kraken.wire.Instrument.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstrumentParserTest {

    private static final String BITCOIN =
            "{\"id\":\"BTC\",\"status\":\"enabled\",\"collateral_value\":1.00,\"margin_rate\":0.010000}";
    private static final String PAIR = "{ \"symbol\" : \"BTC/USD\",\"status\":\"online\",\"qty_increment\":1e-08,"
            + "\"cost_min\":0.50,\"name\":\"\u00e9\\u00e9\\\"}\",\"x\":{\"y\":[1,{\"z\":2.0}]}}";

    @Test
    void keepsElementsAsTheyAreOnTheWire() {
        InstrumentUpdate update = InstrumentParser.parse(
                "{\"data\":{\"assets\":[" + BITCOIN + "], \"other\":[{}], \"pairs\":[" + PAIR
                        + " ,{\"symbol\":\"MATIC/USD\",\"status\":\"delisted\"}]},\"type\":\"snapshot\",\"channel\":\"instrument\"}");

        assertThat(update.isSnapshot()).isTrue();
        assertThat(update.instruments())
                .containsExactly(
                        new Instrument(Kind.ASSET, "XBT", true, BITCOIN),
                        new Instrument(Kind.PAIR, "XBT/USD", true, PAIR),
                        new Instrument(
                                Kind.PAIR, "MATIC/USD", false, "{\"symbol\":\"MATIC/USD\",\"status\":\"delisted\"}"));
    }

    @Test
    void setsElementsWithoutAUsableNameAside() {
        InstrumentUpdate update = InstrumentParser.parse(
                "{\"channel\":\"instrument\",\"type\":\"update\",\"data\":{\"assets\":[{\"id\":\"a b\"},{},7,{\"id\":\"USD\"}],"
                        + "\"pairs\":[{\"symbol\":\"odd\"},{\"status\":\"online\"},{\"symbol\":\"ETH/USD\"}]}}");

        assertThat(update.isSnapshot()).isFalse();
        assertThat(update.instruments()).extracting(Instrument::name).containsExactly("USD", "ETH/USD");
        assertThat(update.setAside()).isEqualTo(5);
        assertThat(update.firstSetAside()).isEqualTo("asset {\"id\":\"a b\"}");
    }

    /** Not valid JSON, so no text can be passed on. */
    @Test
    void listsAPairWithANumberThatIsNone() {
        InstrumentUpdate update = InstrumentParser.parse(
                "{\"channel\":\"instrument\",\"type\":\"update\",\"data\":{\"pairs\":[{\"symbol\":\"ETH/USD\",\"tick_size\":NaN}]}}");

        assertThat(update.instruments()).containsExactly(new Instrument(Kind.PAIR, "ETH/USD", true, ""));
    }

    @Test
    void findsANumberThatIsNoneInNestedValues() {
        String element = "{\"symbol\":\"ETH/USD\",\"limits\":{\"x\":[1,{\"y\":Infinity}]},\"a\":[]}";
        InstrumentUpdate update = InstrumentParser.parse(
                "{\"channel\":\"instrument\",\"type\":\"update\",\"data\":{\"pairs\":[" + element + "," + PAIR + "]}}");

        assertThat(update.instruments())
                .containsExactly(
                        new Instrument(Kind.PAIR, "ETH/USD", true, ""),
                        new Instrument(Kind.PAIR, "XBT/USD", true, PAIR));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"channel\":\"heartbeat\"}",
                "{\"channel\":\"instr",
                "[]",
                "",
                "{\"channel\":\"instrument\",\"type\":\"snapshot\",\"data\":{\"pairs\":[{\"symbol\":\"ETH/USD\""
            })
    void returnsNullForOtherFrames(String frame) {
        assertThat(InstrumentParser.parse(frame)).isNull();
    }
}
