package io.pulsefeed.kraken.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class V2ParserTest {

    private static final String GOOD =
            "{\"symbol\":\"BTC/USD\",\"side\":\"sell\",\"price\":63501.6,\"qty\":0.02922270,\"ord_type\":\"limit\","
                    + "\"trade_id\":103436770,\"timestamp\":\"2026-07-07T23:00:05.562702Z\"}";

    private final V2Parser parser = new V2Parser(List.of(Pair.parse("BTC/USD"), Pair.parse("ETH/USD")));
    private final CollectingFrameHandler handler = new CollectingFrameHandler();

    private static String frame(String... elements) {
        return "{\"channel\":\"trade\",\"type\":\"update\",\"data\":[" + String.join(",", elements) + "]}";
    }

    @Test
    void keepsEveryDigit() {
        parser.parse(frame(GOOD), handler);
        assertThat(handler.trades)
                .containsExactly(new Trade(
                        Pair.parse("XBT/USD"),
                        103436770,
                        "63501.6",
                        "0.02922270",
                        1783465205562702000L,
                        false,
                        OrderType.LIMIT,
                        Origin.LIVE));
    }

    @Test
    void acceptsFieldsInAnyOrderAndIgnoresUnknownOnes() {
        parser.parse(
                "{\"data\":[{\"x\":{\"y\":[1,{}]},\"trade_id\":7,\"price\":1e-05,\"timestamp\":\"2026-07-07T23:00:05Z\","
                        + "\"qty\":2.50,\"side\":\"buy\",\"symbol\":\"ETH/USD\"}],\"zone\":[],\"type\":\"snapshot\",\"channel\":\"trade\"}",
                handler);
        assertThat(handler.trades).singleElement().satisfies(trade -> {
            assertThat(trade.price()).isEqualTo("1e-05");
            assertThat(trade.origin()).isEqualTo(Origin.SNAPSHOT);
            assertThat(trade.orderType()).isEqualTo(OrderType.UNKNOWN);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"symbol\":\"BTC/USD\"|\"symbol\":\"\"|UNKNOWN_SYMBOL",
                "\"symbol\":\"BTC/USD\"|\"symbol\":\"SOL/USD\"|UNKNOWN_SYMBOL",
                "\"symbol\":\"BTC/USD\"|\"other\":1|UNKNOWN_SYMBOL",
                "63501.6|\"63501.6\"|BAD_DECIMAL",
                "63501.6|0.0|BAD_DECIMAL",
                "63501.6|NaN|BAD_DECIMAL",
                "0.02922270|-0.1|BAD_DECIMAL",
                "63501.6|-1|BAD_DECIMAL",
                "63501.6|1e19|BAD_DECIMAL",
                "63501.6|null|BAD_DECIMAL",
                "0.02922270|123456789012345678901234567890123456789|BAD_DECIMAL",
                "\"sell\"|\"hold\"|BAD_SIDE",
                "103436770|1.5|BAD_TRADE_ID",
                "103436770|0|BAD_TRADE_ID",
                "103436770|9223372036854775808|BAD_TRADE_ID",
                "2026-07-07T|2010-07-07T|BAD_TIMESTAMP",
                "2026-07-07T|2026-13-07T|BAD_TIMESTAMP",
            })
    void rejectsInvalidElementsAndKeepsOthers(String good, String bad, RejectReason reason) {
        parser.parse(frame(GOOD.replace(good, bad), GOOD), handler);
        assertThat(handler.rejects).containsExactly(reason);
        assertThat(handler.trades).hasSize(1);
    }

    /** Kraken has numbered these trades; without them a gap would stay open. */
    @ParameterizedTest
    @CsvSource({"0.02922270,0.00000000", "2026-07-07T,2099-01-01T", "limit,iceberg"})
    void keepsOddButUsableElements(String good, String odd) {
        parser.parse(frame(GOOD.replace(good, odd)), handler);
        assertThat(handler.rejects).isEmpty();
        assertThat(handler.trades).hasSize(1);
    }

    @Test
    void keepsTheOtherTickersOfAFrame() {
        String ticker = "{\"symbol\":\"BTC/USD\",\"bid\":1.0,\"ask\":2.0,\"last\":3.10,\"volume\":7}";
        parser.parse(
                "{\"channel\":\"ticker\",\"type\":\"update\",\"data\":[" + ticker.replace("1.0", "NaN") + ",7,"
                        + ticker.replace("3.10", "\"x\"") + "," + ticker + "]}",
                handler);
        assertThat(handler.tickers).hasSize(1);
        assertThat(handler.rejects)
                .containsExactly(RejectReason.BAD_DECIMAL, RejectReason.NOT_AN_OBJECT, RejectReason.BAD_DECIMAL);
    }

    @Test
    void rejectsElementsThatAreNotObjects() {
        parser.parse(frame("17", "[1,2]", "null", GOOD), handler);
        assertThat(handler.rejects).containsOnly(RejectReason.NOT_AN_OBJECT).hasSize(3);
        assertThat(handler.trades).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>502</html>",
                "[1,2]",
                "{\"channel\":\"trade\",\"type\":\"update\",\"data\":[{\"symbol\":\"BTC/USD\"",
                "{\"channel\":\"trade\",\"channel\":\"trade\",\"type\":\"update\",\"data\":[]}",
                "{\"channel\":\"heartbeat\"}}",
            })
    void rejectsMalformedFrames(String frame) {
        parser.parse(frame, handler);
        assertThat(handler.rejects).containsExactly(RejectReason.NOT_JSON);
        assertThat(handler.calls).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"symbol", "side", "price", "qty", "ord_type", "trade_id", "timestamp"})
    void rejectsTradesWithRepeatedFieldsAndKeepsOthers(String field) {
        parser.parse(frame(GOOD, GOOD.replace("\"symbol\"", "\"" + field + "\":1,\"symbol\""), GOOD), handler);
        assertThat(handler.rejects).containsExactly(RejectReason.REPEATED_FIELD);
        assertThat(handler.trades).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"symbol", "bid", "ask", "last", "volume", "vwap", "high", "low", "change_pct", "timestamp"})
    void rejectsTickersWithRepeatedFieldsAndKeepsOthers(String field) {
        String ticker =
                "{\"symbol\":\"BTC/USD\",\"bid\":1.0,\"ask\":2.0,\"last\":3.10,\"volume\":7,\"vwap\":1,\"high\":2,"
                        + "\"low\":1,\"change_pct\":0,\"timestamp\":\"2026-07-07T23:00:05Z\"";
        String repeated = ticker + ",\"" + field + "\":null}";
        parser.parse(
                "{\"channel\":\"ticker\",\"type\":\"update\",\"data\":[" + repeated + "," + ticker + "}]}", handler);
        assertThat(handler.rejects).containsExactly(RejectReason.REPEATED_FIELD);
        assertThat(handler.tickers).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"symbol", "bids", "asks", "checksum", "timestamp"})
    void rejectsBooksWithRepeatedFieldsAndKeepsOthers(String field) {
        String book = "{\"symbol\":\"BTC/USD\",\"bids\":[{\"price\":1.0,\"qty\":2.0}],\"asks\":[],\"checksum\":7,"
                + "\"timestamp\":\"2026-07-07T23:00:05Z\"";
        parser.parse(
                "{\"channel\":\"book\",\"type\":\"update\",\"data\":[" + book + ",\"" + field + "\":[]}," + book
                        + "}]}",
                handler);
        assertThat(handler.rejects).containsExactly(RejectReason.REPEATED_FIELD);
        assertThat(handler.books).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"bids\":[{\"price\":1.0,\"qty\":NaN}]", "\"asks\":{}", "\"bids\":[],\"bids\":[]"})
    void namesThePairOfAnUnusableBookMessage(String sides) {
        parser.parse(
                "{\"channel\":\"book\",\"type\":\"update\",\"data\":[{\"symbol\":\"ETH/USD\"," + sides
                        + ",\"checksum\":7}]}",
                handler);
        assertThat(handler.books).isEmpty();
        assertThat(handler.incompleteBooks).extracting(Pair::name).containsExactly("ETH/USD");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"channel\":\"trade\",\"type\":\"update\",\"data\":{}}",
                "{\"channel\":\"ticker\",\"type\":\"update\",\"data\":null}",
                "{\"channel\":\"book\",\"type\":\"update\"}",
                "{\"channel\":\"trade\",\"data\":[{\"symbol\":\"BTC/USD\"}]}",
                "{\"data\":[],\"channel\":\"trade\",\"type\":7}",
            })
    void countsFramesWithoutUsableData(String frame) {
        parser.parse(frame, handler);
        assertThat(handler.rejects).containsExactly(RejectReason.NO_DATA);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"channel\":\"trade\",\"type\":\"update\",\"data\":[]}",
                "{\"data\":[],\"channel\":\"book\",\"type\":\"snapshot\"}",
                "{\"channel\":\"candles\",\"type\":\"update\",\"data\":{}}",
            })
    void acceptsFramesWithoutElementsAndUnknownChannels(String frame) {
        parser.parse(frame, handler);
        assertThat(handler.rejects).isEmpty();
    }

    @Test
    void limitsTheTextOfALogLine() {
        parser.parse(frame(GOOD.replace("sell", "s".repeat(100_000))), handler);
        parser.parse("{\"error\":\"" + "e".repeat(100_000) + "\",\"method\":\"subscribe\"}", handler);
        assertThat(handler.details).singleElement().asString().hasSizeLessThan(300);
        assertThat(handler.calls).singleElement().asString().hasSizeLessThan(300);
    }

    @Test
    void rejectsDeeplyNestedFrames() {
        parser.parse("{\"x\":" + "[".repeat(30) + "]".repeat(30) + "}", handler);
        assertThat(handler.rejects).containsExactly(RejectReason.NOT_JSON);
    }

    @Property
    void rejectsTruncatedFrames(@ForAll @IntRange(min = 0, max = 170) int length) {
        CollectingFrameHandler cut = new CollectingFrameHandler();
        String whole = frame(GOOD);
        parser.parse(whole.substring(0, Math.min(length, whole.length() - 1)), cut);
        assertThat(cut.rejects).containsExactly(RejectReason.NOT_JSON);
        assertThat(cut.trades).isEmpty();
    }

    @Property
    void neverThrowsOnDamagedFrames(@ForAll @IntRange(min = 0, max = 200) int place, @ForAll char other) {
        StringBuilder damaged = new StringBuilder(frame(GOOD));
        damaged.setCharAt(place % damaged.length(), other);
        parser.parse(damaged.toString(), new CollectingFrameHandler());
    }

    @Test
    void parsesAnswers() {
        parser.parse(
                "{\"method\":\"subscribe\",\"req_id\":1,\"result\":{\"channel\":\"trade\",\"snapshot\":true,"
                        + "\"symbol\":\"BTC/USD\",\"warnings\":[\"a\",\"b\"]},\"success\":true}",
                handler);
        parser.parse(
                "{\"error\":\"Currency pair not supported XBT/USD\",\"method\":\"subscribe\",\"req_id\":2,"
                        + "\"success\":false,\"symbol\":\"XBT/USD\"}",
                handler);
        parser.parse(
                "{\"error\":\"Already subscribed\",\"method\":\"subscribe\",\"req_id\":1,\"success\":false,"
                        + "\"symbol\":\"BTC/USD\"}",
                handler);
        parser.parse("{\"Error\":\"Exceeded msg rate\"}", handler);
        parser.parse("{\"method\":\"pong\",\"req_id\":101}", handler);
        parser.parse("{\"channel\":\"heartbeat\"}", handler);
        parser.parse(
                "{\"channel\":\"status\",\"type\":\"update\",\"data\":[{\"system\":\"online\","
                        + "\"connection_id\":18125794168470749634,\"emergency\":[]}]}",
                handler);
        parser.parse("{\"channel\":\"spread\",\"data\":{\"a\":1}}", handler);
        assertThat(handler.calls)
                .containsExactly(
                        "subscribed TRADE BTC/USD a; b",
                        "refused TICKER XBT/USD Currency pair not supported XBT/USD",
                        "subscribed TRADE BTC/USD null".replace(" null", ""),
                        "refused null null Exceeded msg rate",
                        "pong",
                        "heartbeat",
                        "status online");
        assertThat(handler.rejects).isEmpty();
    }

    @Test
    void ignoresTickersOfPairsWithoutTrades() {
        for (String last : List.of("0", "0.0", "null")) {
            parser.parse(
                    "{\"channel\":\"ticker\",\"type\":\"update\",\"data\":[{\"symbol\":\"BTC/USD\",\"bid\":1.0,\"ask\":2.0,"
                            + "\"last\":" + last + ",\"volume\":0}]}",
                    handler);
        }
        assertThat(handler.tickers).isEmpty();
        assertThat(handler.rejects).isEmpty();
    }

    @Test
    void acceptsTickersWithZeroBid() {
        parser.parse(
                "{\"channel\":\"ticker\",\"type\":\"update\",\"data\":[{\"symbol\":\"BTC/USD\",\"bid\":0.0,\"ask\":2.0,"
                        + "\"last\":3.10,\"volume\":7}]}",
                handler);
        assertThat(handler.tickers).singleElement().satisfies(ticker -> {
            assertThat(ticker.last()).isEqualTo("3.10");
            assertThat(ticker.timeEpochNs()).isEqualTo(Ticker.NO_TIME);
        });
    }

    @Test
    void shortensLongTextsForTheLog() {
        String text = "x".repeat(100_000);
        parser.parse("{\"channel\":\"status\",\"type\":\"update\",\"data\":[{\"system\":\"" + text + "\"}]}", handler);
        String answer = "{\"method\":\"subscribe\",\"result\":{\"channel\":\"trade\",\"symbol\":\"" + text
                + "\",\"warnings\":\"" + text + "\"},\"success\":true}";
        parser.parse(answer, handler);
        parser.parse("{\"error\":\"" + text + "\",\"symbol\":\"" + text + "\",\"success\":false}", handler);
        assertThat(handler.calls).hasSize(3).allMatch(call -> call.length() < 600);
    }
}
