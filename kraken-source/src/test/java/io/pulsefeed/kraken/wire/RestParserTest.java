package io.pulsefeed.kraken.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestParserTest {

    private static final Pair PAIR = Pair.parse("XBT/USD");
    private static final String ROW = "[\"83928.00000\",\"0.00044682\",1790359841.1382287,\"b\",\"m\",\"\",109118759]";

    private static String body(String key, String rows, String last) {
        return "{\"error\":[],\"result\":{\"" + key + "\":[" + rows + "]"
                + (last == null ? "" : ",\"last\":\"" + last + "\"") + "}}";
    }

    @ParameterizedTest
    @ValueSource(strings = {"BTC/USD", "XXBTZUSD", "XBTUSD"})
    void takesTheRowsUnderWhateverKey(String key) throws KrakenApiException {
        TradesPage page = RestParser.tradesPage(PAIR, body(key, ROW, "1790359841138228746"));
        assertThat(page.trades())
                .containsExactly(new Trade(
                        PAIR,
                        109118759,
                        "83928.00000",
                        "0.00044682",
                        1790359841138228700L,
                        true,
                        OrderType.MARKET,
                        Origin.REST));
        assertThat(page.lastNanos()).isEqualTo(1790359841138228746L);
        assertThat(page.full()).isFalse();
    }

    @Test
    void makesACursorWhenLastIsMissing() throws KrakenApiException {
        assertThat(RestParser.tradesPage(PAIR, body("X", ROW, null)).lastNanos())
                .isEqualTo(1790359841138227700L);
    }

    @Test
    void numbersRowsWithoutAnIdFromTheirNeighbours() throws KrakenApiException {
        String zero = ROW.replace("109118759", "0");
        assertThat(RestParser.tradesPage(PAIR, body("X", zero + "," + ROW + "," + zero, null))
                        .trades())
                .extracting(Trade::id)
                .containsExactly(109118758L, 109118759L, 109118760L);
    }

    @Test
    void refusesToGuessAnIdThatTheNeighboursDisagreeAbout() {
        String zero = ROW.replace("109118759", "0");
        String far = ROW.replace("109118759", "109118765");
        assertThatThrownBy(() -> RestParser.tradesPage(PAIR, body("X", ROW + "," + zero + "," + far, null)))
                .hasMessageContaining("do not tell which it is");
    }

    @Test
    void refusesAPageWithoutAnyId() {
        String sixColumns = ROW.replace(",109118759", "");
        assertThatThrownBy(() -> RestParser.tradesPage(PAIR, body("X", sixColumns, null)))
                .hasMessageContaining("no row has a trade id");
    }

    @ParameterizedTest
    @CsvSource({
        "EGeneral:Too many requests,THROTTLED",
        "EAPI:Rate limit exceeded,THROTTLED",
        "EQuery:Unknown asset pair,UNKNOWN_PAIR",
        "EService:Busy,UNAVAILABLE",
    })
    void classifiesRefusals(String error, KrakenApiException.Kind kind) {
        KrakenApiException refusal = catchThrowableOfType(
                KrakenApiException.class, () -> RestParser.tradesPage(PAIR, "{\"error\":[\"" + error + "\"]}"));
        assertThat(refusal.kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html></html>",
                "[]",
                "{\"error\":[]}",
                "{\"error\":[],\"result\":{\"last\":\"1\"}}",
                "{\"error\":[],\"result\":{\"X\":[[\"1\",\"2\"",
                "{\"error\":[],\"result\":{\"X\":[[\"x\",\"1\",1790359841.1,\"b\",\"m\",\"\",1]]}}",
                "{\"error\":[],\"result\":{\"X\":[[\"1\",\"1\",1790359841.1,\"q\",\"m\",\"\",1]]}}",
            })
    void refusesADamagedPageAsAWhole(String body) {
        KrakenApiException refusal =
                catchThrowableOfType(KrakenApiException.class, () -> RestParser.tradesPage(PAIR, body));
        assertThat(refusal.kind()).isEqualTo(KrakenApiException.Kind.UNAVAILABLE);
    }
}
