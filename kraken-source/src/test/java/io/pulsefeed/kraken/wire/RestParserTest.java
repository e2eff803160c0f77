package io.pulsefeed.kraken.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
    void findsRowsUnderAnyKey(String key) throws KrakenApiException {
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
        assertThat(page.cursorEpochNs()).isEqualTo(1790359841138228746L);
        assertThat(page.full()).isFalse();
    }

    @Test
    void derivesTheCursorWhenLastIsMissing() throws KrakenApiException {
        assertThat(RestParser.tradesPage(PAIR, body("X", ROW, null)).cursorEpochNs())
                .isEqualTo(1790359841138227700L);
    }

    @Test
    void derivesMissingIdsFromNeighbors() throws KrakenApiException {
        String zero = ROW.replace("109118759", "0");
        assertThat(RestParser.tradesPage(PAIR, body("X", zero + "," + ROW + "," + zero, null))
                        .trades())
                .extracting(Trade::id)
                .containsExactly(109118758L, 109118759L, 109118760L);
    }

    @Test
    void setsRowsAsideWhoseIdTheNeighborsDoNotDetermine() throws KrakenApiException {
        String zero = ROW.replace("109118759", "0");
        String far = ROW.replace("109118759", "109118765");
        TradesPage page = RestParser.tradesPage(PAIR, body("X", ROW + "," + zero + "," + far, null));
        assertThat(page.trades()).extracting(Trade::id).containsExactly(109118759L, 109118765L);
        assertThat(page.setAside()).singleElement().satisfies(row -> {
            assertThat(row.id()).isEqualTo(Trade.NO_ID);
            assertThat(row.reason()).isEqualTo(RejectReason.BAD_TRADE_ID);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"83928.00000\"|\"-1\"|BAD_DECIMAL",
                "\"83928.00000\"|\"abc\"|BAD_DECIMAL",
                "\"83928.00000\"|NaN|BAD_DECIMAL",
                "\"83928.00000\"|null|BAD_DECIMAL",
                "\"0.00044682\"|{\"a\":[1]}|BAD_DECIMAL",
                "\"0.00044682\"|\"-0.00044682\"|BAD_DECIMAL",
                "1790359841.1382287|\"yesterday\"|BAD_TIMESTAMP",
                "1790359841.1382287|0|BAD_TIMESTAMP",
                "1790359841.1382287|1e999|BAD_TIMESTAMP",
                "\"b\"|\"\"|BAD_SIDE",
            })
    void setsAnUnusableRowAsideAndKeepsTheOthers(String good, String bad, RejectReason reason)
            throws KrakenApiException {
        String poison = ROW.replace(good, bad);
        for (List<String> rows : List.of(
                List.of(poison, next(1), next(2)),
                List.of(next(-1), poison, next(1)),
                List.of(next(-2), next(-1), poison))) {
            TradesPage page = RestParser.tradesPage(PAIR, body("X", String.join(",", rows), null));
            assertThat(page.trades()).hasSize(2);
            assertThat(page.cursorEpochNs()).isBetween(1790359841138000000L, 1790359841139000000L);
            assertThat(page.setAside()).singleElement().satisfies(row -> {
                assertThat(row.id()).isEqualTo(109118759L);
                assertThat(row.reason()).isEqualTo(reason);
            });
        }
    }

    private static String next(int offset) {
        return ROW.replace("109118759", "" + (109118759 + offset));
    }

    @Test
    void keepsTradesWithoutVolume() throws KrakenApiException {
        TradesPage page = RestParser.tradesPage(PAIR, body("X", ROW.replace("0.00044682", "0.00000000"), null));
        assertThat(page.trades()).extracting(Trade::volume).containsExactly("0.00000000");
        assertThat(page.setAside()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "7", "{}", "\"x\"", "[]", "[\"1\"]"})
    void setsElementsAsideThatAreNoRows(String element) throws KrakenApiException {
        TradesPage page = RestParser.tradesPage(PAIR, body("X", next(-1) + "," + element + "," + next(1), null));
        assertThat(page.trades()).hasSize(2);
        assertThat(page.setAside()).extracting(SetAside::id).containsExactly(109118759L);
    }

    @Test
    void correctsAnIdThatItsNeighborsContradict() throws KrakenApiException {
        String odd = ROW.replace("109118759", "999999999999");
        TradesPage page = RestParser.tradesPage(PAIR, body("X", next(-1) + "," + odd + "," + next(1), null));
        assertThat(page.trades()).extracting(Trade::id).containsExactly(109118758L, 109118759L, 109118760L);
    }

    /** Only the row after it shows whether an id is odd. */
    @ParameterizedTest
    @ValueSource(longs = {999999999999L, 109119761L, 7L})
    void leavesAnUnconfirmedLastIdOfAFullPageToTheNextPage(long id) throws KrakenApiException {
        String rows = IntStream.range(0, RestParser.PAGE_ROWS - 1)
                .mapToObj(RestParserTest::next)
                .collect(Collectors.joining(","));
        TradesPage page = RestParser.tradesPage(
                PAIR,
                body(
                        "X",
                        rows + "," + ROW.replace("109118759", "" + id).replace("1790359841.138", "1790359842.138"),
                        "1790359842138228746"));
        assertThat(page.trades()).hasSize(RestParser.PAGE_ROWS - 1);
        assertThat(page.full()).isTrue();
        assertThat(page.cursorEpochNs()).isEqualTo(1790359841138227700L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[\"slow down\"]", "[[1,2]]"})
    void findsTheRowsNextToOtherArrays(String other) throws KrakenApiException {
        for (String result :
                List.of("\"notes\":" + other + ",\"X\":[" + ROW + "]", "\"X\":[" + ROW + "],\"n\":" + other)) {
            TradesPage page = RestParser.tradesPage(PAIR, "{\"error\":[],\"result\":{" + result + "}}");
            assertThat(page.trades()).extracting(Trade::id).containsExactly(109118759L);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"null", "\"abc\"", "{\"a\":1}", "[1]", "0", "\"1293840000000000001\"", "1.790359841138228E18"})
    void replacesAnOddCursor(String cursor) throws KrakenApiException {
        String body = "{\"error\":[],\"result\":{\"X\":[" + ROW + "],\"last\":" + cursor + "}}";
        assertThat(RestParser.tradesPage(PAIR, body).cursorEpochNs())
                .isBetween(1790359841138227700L, 1790359841138228700L);
    }

    @Test
    void ignoresASingleOddTimeForTheCursor() throws KrakenApiException {
        for (String odd : List.of("4070908800.5", "1300000000.5")) {
            String last = next(1).replace("1790359841.1382287", odd);
            assertThat(RestParser.tradesPage(PAIR, body("X", ROW + "," + last, null))
                            .cursorEpochNs())
                    .isEqualTo(1790359841138227700L);
        }
    }

    @Test
    void readsTimesInScientificNotation() throws KrakenApiException {
        String row = ROW.replace("1790359841.1382287", "1.7903598411382287E9");
        assertThat(RestParser.tradesPage(PAIR, body("X", row, null)).trades())
                .extracting(Trade::timeEpochNs)
                .containsExactly(1790359841138228700L);
    }

    @Test
    void readsThePageOfAnAnswerWithAWarning() throws KrakenApiException {
        String body = body("X", ROW, null).replace("\"error\":[]", "\"error\":[\"WGeneral:Deprecated\"]");
        assertThat(RestParser.tradesPage(PAIR, body).trades()).hasSize(1);
    }

    @Test
    void rejectsPagesWithoutAnyId() {
        String sixColumns = ROW.replace(",109118759", "");
        assertThatThrownBy(() -> RestParser.tradesPage(PAIR, body("X", sixColumns, null)))
                .hasMessageContaining("no row has a trade id");
    }

    @ParameterizedTest
    @CsvSource({
        "EGeneral:Too many requests,RATE_LIMITED",
        "EAPI:Rate limit exceeded,RATE_LIMITED",
        "EQuery:Unknown asset pair,UNKNOWN_PAIR",
        "EService:Busy,UNAVAILABLE",
    })
    void classifiesErrors(String error, KrakenApiException.Kind kind) {
        KrakenApiException exception = catchThrowableOfType(
                KrakenApiException.class, () -> RestParser.tradesPage(PAIR, "{\"error\":[\"" + error + "\"]}"));
        assertThat(exception.kind()).isEqualTo(kind);
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
                "{\"error\":[],\"result\":{\"X\":[[\"1\",\"2\"]]}}",
            })
    void rejectsMalformedPages(String body) {
        KrakenApiException exception =
                catchThrowableOfType(KrakenApiException.class, () -> RestParser.tradesPage(PAIR, body));
        assertThat(exception.kind()).isEqualTo(KrakenApiException.Kind.UNAVAILABLE);
    }

    @Test
    void refusesMoreRowsThanAPageCanHave() {
        String rows = String.join(",", Collections.nCopies(10_001, "[]"));

        assertThatThrownBy(() -> RestParser.tradesPage(PAIR, body("X", ROW + "," + rows, null)))
                .isInstanceOf(KrakenApiException.class)
                .hasMessageContaining("more than 10000 rows");
    }

    /** A cursor that is not after the first row repeats the page forever. */
    @ParameterizedTest
    @ValueSource(strings = {"1790359841138228700", "1790359841137228700", "1790359840000000000"})
    void replacesACursorThatDoesNotAdvance(String last) throws KrakenApiException {
        String later = next(1).replace("1790359841.138", "1790359871.138");
        assertThat(RestParser.tradesPage(PAIR, body("X", ROW + "," + later, last))
                        .cursorEpochNs())
                .isEqualTo(1790359871138227700L);
    }

    @Test
    void keepsTheCursorOfRowsAtOneTime() throws KrakenApiException {
        assertThat(RestParser.tradesPage(PAIR, body("X", ROW + "," + next(1), "1790359841138228700"))
                        .cursorEpochNs())
                .isEqualTo(1790359841138228700L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"EGeneral:", "EService:Throttled: 1790359871 "})
    void shortensALongError(String start) {
        String body = "{\"error\":[\"" + start + "x".repeat(100_000) + "\"]}";
        KrakenApiException trades =
                catchThrowableOfType(KrakenApiException.class, () -> RestParser.tradesPage(PAIR, body));
        KrakenApiException ticker =
                catchThrowableOfType(KrakenApiException.class, () -> RestTickerParser.parse(PAIR, body));
        assertThat(trades.getMessage()).startsWith(start).hasSizeLessThan(300);
        assertThat(ticker.getMessage()).isEqualTo(trades.getMessage());
    }
}
