package io.pulsefeed.kraken.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class V1ParserTest {

    private final V1Parser parser = new V1Parser(List.of(Pair.parse("XMR/USD"), Pair.parse("XBT/USD")));
    private final CollectingFrameHandler handler = new CollectingFrameHandler();

    @Test
    void parsesEveryTradeOfAFrame() {
        parser.parse(
                "[993,[[\"354.04000000\",\"0.28245396\",\"1618678150.826417\",\"s\",\"m\",\"\"],"
                        + "[\"353.81000000\",\"1.71754604\",\"1618678150.827816\",\"b\",\"l\",\"\"]],\"trade\",\"XMR/USD\"]",
                handler);
        Pair pair = Pair.parse("XMR/USD");
        assertThat(handler.trades)
                .containsExactly(
                        new Trade(
                                pair,
                                Trade.NO_ID,
                                "354.04000000",
                                "0.28245396",
                                1618678150826417000L,
                                false,
                                OrderType.MARKET,
                                Origin.LIVE),
                        new Trade(
                                pair,
                                Trade.NO_ID,
                                "353.81000000",
                                "1.71754604",
                                1618678150827816000L,
                                true,
                                OrderType.LIMIT,
                                Origin.LIVE));
    }

    @Test
    void parsesTickersWithoutTime() {
        parser.parse(
                "[996,{\"a\":[\"355.24000000\",27,\"27.19106411\"],\"b\":[\"354.32000000\",6,\"6.87748868\"],"
                        + "\"c\":[\"355.23000000\",\"1.20454360\"],\"v\":[\"17858.85261084\",\"33470.74135600\"],"
                        + "\"o\":[\"340.88000000\",\"335.21000000\"]},\"ticker\",\"XMR/USD\"]",
                handler);
        assertThat(handler.tickers).singleElement().satisfies(ticker -> {
            assertThat(ticker.last()).isEqualTo("355.23000000");
            assertThat(ticker.bid()).isEqualTo("354.32000000");
            assertThat(ticker.ask()).isEqualTo("355.24000000");
            assertThat(ticker.volume()).isEqualTo("33470.74135600");
            assertThat(ticker.timeEpochNs()).isEqualTo(Ticker.NO_TIME);
            assertThat(ticker.dayChange()).startsWith("5.9723");
        });
    }

    @Test
    void parsesEvents() {
        parser.parse(
                "{\"connectionID\":12014973084084585052,\"event\":\"systemStatus\",\"status\":\"online\"}", handler);
        parser.parse(
                "{\"channelID\":1,\"channelName\":\"ticker\",\"event\":\"subscriptionStatus\",\"pair\":\"XBT/USD\","
                        + "\"reqid\":1,\"status\":\"subscribed\",\"subscription\":{\"name\":\"ticker\"}}",
                handler);
        parser.parse(
                "{\"errorMessage\":\"Currency pair not supported FOO/BAR\",\"event\":\"subscriptionStatus\","
                        + "\"pair\":\"FOO/BAR\",\"status\":\"error\",\"subscription\":{\"name\":\"trade\"}}",
                handler);
        parser.parse("{\"errorMessage\":\"Exceeded msg rate\",\"event\":\"error\",\"reqid\":42}", handler);
        parser.parse("{\"event\":\"heartbeat\"}", handler);
        parser.parse("{\"event\":\"pong\",\"reqid\":42}", handler);
        assertThat(handler.calls)
                .containsExactly(
                        "status online",
                        "subscribed TICKER XBT/USD",
                        "refused TRADE FOO/BAR Currency pair not supported FOO/BAR",
                        "refused null null Exceeded msg rate",
                        "heartbeat",
                        "pong");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "7", "[1,[[\"1\"", "<html>", "{\"event\":\"heartbeat\"", "[1,[],\"trade\",\"XMR/USD\"]]"})
    void rejectsMalformedFrames(String frame) {
        parser.parse(frame, handler);
        assertThat(handler.rejects).containsExactly(RejectReason.NOT_JSON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[993,5,\"trade\",\"XMR/USD\"]", "[993,[],\"ticker\",\"XMR/USD\"]", "[\"trade\",\"XMR/USD\"]"})
    void countsFramesWithoutUsableData(String frame) {
        parser.parse(frame, handler);
        assertThat(handler.rejects).containsExactly(RejectReason.NO_DATA);
    }

    @Test
    void rejectsInvalidRowsAndKeepsOthers() {
        parser.parse(
                "[993,[[\"x\",\"1\",\"1618678150.8\",\"s\",\"m\",\"\"],[\"1\"],7,"
                        + "[\"353.8\",\"1.7\",\"1618678150.8\",\"b\",\"l\",\"\"]],\"trade\",\"XMR/USD\"]",
                handler);
        assertThat(handler.trades).hasSize(1);
        assertThat(handler.rejects)
                .containsExactly(RejectReason.BAD_DECIMAL, RejectReason.NOT_AN_OBJECT, RejectReason.NOT_AN_OBJECT);
    }
}
