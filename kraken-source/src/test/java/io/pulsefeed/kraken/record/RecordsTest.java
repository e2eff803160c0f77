package io.pulsefeed.kraken.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.kraken.alert.Alert;
import io.pulsefeed.kraken.config.TickerFields;
import io.pulsefeed.kraken.config.ValueFormat;
import io.pulsefeed.kraken.sequence.OrderedTrade;
import io.pulsefeed.kraken.wire.CollectingFrameHandler;
import io.pulsefeed.kraken.wire.KrakenApiException;
import io.pulsefeed.kraken.wire.OrderType;
import io.pulsefeed.kraken.wire.Origin;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.RestParser;
import io.pulsefeed.kraken.wire.Ticker;
import io.pulsefeed.kraken.wire.Trade;
import io.pulsefeed.kraken.wire.V2Parser;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The payload examples of the specification. */
class RecordsTest {

    private static final Pair PAIR = Pair.parse("XBT/USD");
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-10-01T00:00:00Z"), ZoneOffset.UTC);
    private static final String TICKER =
            "{\"symbol\":\"BTC/USD\",\"bid\":83744.2,\"bid_qty\":0.56251979,\"ask\":83744.3,\"ask_qty\":0.00044780,\"last\":83744.3,"
                    + "\"volume\":3156.84782110,\"vwap\":84174.6,\"low\":83163.6,\"high\":85247.4,\"change\":-429.3,"
                    + "\"change_pct\":-0.51,\"trades\":135262,\"timestamp\":\"2026-09-25T17:48:26.844359Z\"}";

    private final TradeRecords trades = new TradeRecords("rawtrade", PAIR, "XBT/USD", ValueFormat.JSON, CLOCK);

    private static CollectingFrameHandler parse(String channel, String element) {
        CollectingFrameHandler handler = new CollectingFrameHandler();
        new V2Parser(List.of(PAIR))
                .parse("{\"channel\":\"" + channel + "\",\"type\":\"update\",\"data\":[" + element + "]}", handler);
        return handler;
    }

    private static OrderedTrade ordered(Trade trade, long skippedBefore) {
        return new OrderedTrade(trade, skippedBefore, false, trade.id(), trade.timeEpochNs(), "");
    }

    private static Trade restTrade(String time) throws KrakenApiException {
        String row = "[\"83928.00000\",\"0.00044682\"," + time + ",\"b\",\"m\",\"\",109118759]";
        return RestParser.tradesPage(PAIR, "{\"error\":[],\"result\":{\"BTC/USD\":[" + row + "]}}")
                .trades()
                .get(0);
    }

    private static String json(SourceRecord record) {
        assertThat(record.valueSchema()).isEqualTo(Schema.BYTES_SCHEMA);
        return new String((byte[]) record.value(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"symbol\":\"BTC/USD\",\"side\":\"buy\",\"price\":99950.50,\"qty\":0.5,\"ord_type\":\"limit\",\"trade_id\":61000001,"
                        + "\"timestamp\":\"2024-01-15T09:52:25.678000Z\"}|{\"pair\":\"XBT/USD\",\"price\":99950.50,\"volume\":0.5,"
                        + "\"timestamp\":1705312345.678,\"side\":\"b\"}|1705312345678",
                "{\"symbol\":\"BTC/USD\",\"side\":\"sell\",\"price\":63501.6,\"qty\":0.02922270,\"ord_type\":\"limit\","
                        + "\"trade_id\":103436770,\"timestamp\":\"2026-07-07T23:00:05.562702Z\"}|{\"pair\":\"XBT/USD\",\"price\":63501.6,"
                        + "\"volume\":0.02922270,\"timestamp\":1783465205.562702,\"side\":\"s\"}|1783465205562",
            })
    void writesWebSocketTrades(String in, String out, long timestamp) {
        SourceRecord record = trades.record(ordered(parse("trade", in).trades.get(0), 0));
        assertThat(json(record)).isEqualTo(out);
        assertThat(record.topic()).isEqualTo("rawtrade");
        assertThat(record.key()).isEqualTo("XBT/USD");
        assertThat(record.kafkaPartition()).isNull();
        assertThat(record.timestamp()).isEqualTo(timestamp);
    }

    @Test
    void writesRestTrades() throws KrakenApiException {
        Trade trade = RestParser.tradesPage(
                        PAIR,
                        "{\"error\":[],\"result\":{\"BTC/USD\":[[\"83928.00000\",\"0.00044682\",1790359841.1382287,\"b\",\"m\",\"\","
                                + "109118759]],\"last\":\"1790359841138228746\"}}")
                .trades()
                .get(0);
        assertThat(json(trades.record(ordered(trade, 0))))
                .isEqualTo(
                        "{\"pair\":\"XBT/USD\",\"price\":83928.00000,\"volume\":0.00044682,\"timestamp\":1790359841.138228,"
                                + "\"side\":\"b\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "1705312345.678,1705312345678",
        "1705312345.6779999,1705312345678",
        "1705312345.6779998,1705312345677",
        "1790359841.1382287,1790359841138",
    })
    void roundsRestTimesLikeTheWebSocket(String time, long millis) throws KrakenApiException {
        assertThat(trades.record(ordered(restTrade(time), 0)).timestamp()).isEqualTo(millis);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-10-01T00:09:59Z,2026-10-01T00:09:59Z",
        "2026-10-01T02:00:00Z,2026-10-01T00:00:00Z",
        "2099-01-01T00:00:00Z,2026-10-01T00:00:00Z",
        "2026-09-01T00:00:00Z,2026-09-01T00:00:00Z",
    })
    void keepsTheRecordTimestampWithinWhatABrokerAccepts(String event, String timestamp) throws KrakenApiException {
        long epochSeconds = Instant.parse(event).getEpochSecond();
        Trade live = parse(
                        "trade",
                        "{\"symbol\":\"BTC/USD\",\"side\":\"buy\",\"price\":1,\"qty\":1,\"trade_id\":1,\"timestamp\":\""
                                + event + "\"}")
                .trades
                .get(0);
        for (Trade trade : List.of(live, restTrade(epochSeconds + ".0"))) {
            SourceRecord record = trades.record(ordered(trade, 0));
            assertThat(Instant.ofEpochMilli(record.timestamp())).isEqualTo(Instant.parse(timestamp));
            assertThat(json(record)).contains("\"timestamp\":" + epochSeconds + ",");
        }
    }

    @Test
    void marksLateTradesAndKeepsThePosition() {
        Trade trade = new Trade(PAIR, 7, "1", "1", 5_000_000L, true, OrderType.LIMIT, Origin.REST);
        SourceRecord record = trades.record(new OrderedTrade(trade, 0, true, 9, 6_000_000L, "8@4000000"));
        assertThat(record.headers().lastWithName("kraken.late").value()).isEqualTo(true);
        assertThat(record.sourceOffset())
                .isEqualTo(Map.of("trade_id", 9L, "ts_ns", 6_000_000L, "void_ids", "8@4000000"));
    }

    @ParameterizedTest
    @CsvSource({"0.0012345,0.001,0.001", "0.0010,0.0010,0.001", "0.5049,0.5,0.50", "-0.0125,0.0125,-0.0125"})
    void showsAlertChangesWithTheDigitsOfTheThreshold(String change, String threshold, String shown) {
        AlertRecords alerts = new AlertRecords("rawalert", PAIR, "XBT/USD", ValueFormat.JSON, CLOCK);
        SourceRecord record = alerts.record(
                parse("ticker", TICKER).tickers.get(0),
                new Alert(Alert.Type.SPIKE, new BigDecimal(change), new BigDecimal(threshold)));
        assertThat(json(record)).contains("\"change\":" + shown + ",");
    }

    @Test
    void writesTickersWithAndWithoutPriceChange() {
        TickerRecords tickers =
                new TickerRecords("rawticker", PAIR, "XBT/USD", ValueFormat.JSON, TickerFields.DEFAULT, CLOCK);
        Ticker ticker = parse("ticker", TICKER).tickers.get(0);
        String start =
                "{\"pair\":\"XBT/USD\",\"last\":83744.3,\"bid\":83744.2,\"ask\":83744.3,\"volume_24h\":3156.84782110,"
                        + "\"timestamp\":1790358506.844359,\"pct_change\":";
        assertThat(json(tickers.record(ticker, null))).isEqualTo(start + "null}");
        assertThat(json(tickers.record(ticker, new BigDecimal("0.02")))).isEqualTo(start + "0.02}");
    }

    @Test
    void writesExtendedTickers() {
        TickerRecords tickers =
                new TickerRecords("rawticker", PAIR, "XBT/USD", ValueFormat.JSON, TickerFields.EXTENDED, CLOCK);
        String start =
                "{\"pair\":\"XBT/USD\",\"last\":83744.3,\"bid\":83744.2,\"ask\":83744.3,\"volume_24h\":3156.84782110,"
                        + "\"timestamp\":1790358506.844359,\"pct_change\":null,\"spread\":0.1,";
        assertThat(json(tickers.record(parse("ticker", TICKER).tickers.get(0), null)))
                .isEqualTo(start + "\"vwap\":84174.6,\"high\":85247.4,\"low\":83163.6}");
        String without = TICKER.replace("\"vwap\":84174.6,\"low\":83163.6,", "").replace("85247.4", "\"x\"");
        assertThat(json(tickers.record(parse("ticker", without).tickers.get(0), null)))
                .isEqualTo(start + "\"vwap\":null,\"high\":null,\"low\":null}");
    }

    @Test
    void writesExtendedTickerStructs() {
        SourceRecord record = new TickerRecords(
                        "rawticker", PAIR, "XBT/USD", ValueFormat.STRUCT, TickerFields.EXTENDED, CLOCK)
                .record(parse("ticker", TICKER).tickers.get(0), null);
        Struct value = (Struct) record.value();
        value.validate();
        assertThat(value.getFloat64("spread")).isEqualTo(0.1);
        assertThat(value.getFloat64("vwap")).isEqualTo(84174.6);
        assertThat(value.getFloat64("high")).isEqualTo(85247.4);
        assertThat(value.getFloat64("low")).isEqualTo(83163.6);
    }

    @Test
    void writesAlerts() {
        AlertRecords alerts = new AlertRecords("rawalert", PAIR, "XBT/USD", ValueFormat.JSON, CLOCK);
        SourceRecord record = alerts.record(
                parse("ticker", TICKER).tickers.get(0),
                new Alert(Alert.Type.DROP, new BigDecimal("-0.5934718"), new BigDecimal("0.5")));
        assertThat(json(record))
                .isEqualTo(
                        "{\"pair\":\"XBT/USD\",\"type\":\"price_drop\",\"last\":83744.3,\"change\":-0.59,\"threshold\":0.5,"
                                + "\"timestamp\":1790358506.844359}");
    }

    @Test
    void writesHeadersThatSurviveTheDefaultConverter() {
        Trade trade = parse(
                        "trade",
                        "{\"symbol\":\"BTC/USD\",\"side\":\"buy\",\"price\":1,\"qty\":1,\"ord_type\":\"market\","
                                + "\"trade_id\":9007199254740993,\"timestamp\":\"2026-07-07T23:00:05Z\"}")
                .trades
                .get(0);
        SourceRecord record = trades.record(ordered(trade, 17));
        assertThat(record.headers())
                .extracting(Header::key)
                .containsExactly("kraken.trade_id", "kraken.ord_type", "kraken.origin", "kraken.gap_before");
        SimpleHeaderConverter converter = new SimpleHeaderConverter();
        for (Header header : record.headers()) {
            byte[] bytes = converter.fromConnectHeader("rawtrade", header.key(), header.schema(), header.value());
            SchemaAndValue converted = converter.toConnectHeader("rawtrade", header.key(), bytes);
            if (header.value() instanceof Long number) {
                assertThat(((Number) converted.value()).longValue()).isEqualTo(number);
            } else {
                assertThat(converted.value()).isEqualTo(header.value());
            }
        }
        assertThat(record.sourceOffset())
                .isEqualTo(Map.of("trade_id", 9007199254740993L, "ts_ns", trade.timeEpochNs()));
        assertThat(record.sourcePartition())
                .isEqualTo(Map.of("venue", "kraken", "channel", "trade", "pair", "XBT/USD"));
    }

    @Test
    void writesStructsForOtherConverters() {
        Trade trade = parse(
                        "trade",
                        "{\"symbol\":\"BTC/USD\",\"side\":\"buy\",\"price\":99950.50,\"qty\":0.5,\"trade_id\":1,"
                                + "\"timestamp\":\"2024-01-15T09:52:25.678901Z\"}")
                .trades
                .get(0);
        SourceRecord record =
                new TradeRecords("rawtrade", PAIR, "BTC/USD", ValueFormat.STRUCT, CLOCK).record(ordered(trade, 0));
        Struct value = (Struct) record.value();
        value.validate();
        assertThat(value.getString("pair")).isEqualTo("BTC/USD");
        assertThat(value.getFloat64("price")).isEqualTo(99950.5);
        assertThat(value.getFloat64("timestamp")).isEqualTo(1705312345.678901);
    }

    @Property
    void roundsSecondsDownToMicroseconds(@ForAll @LongRange(min = 0, max = Long.MAX_VALUE) long timeEpochNs) {
        String text = new String(new JsonText().seconds(timeEpochNs).toBytes(), StandardCharsets.UTF_8);
        assertThat(new BigDecimal(text).movePointRight(6).longValueExact()).isEqualTo(timeEpochNs / 1000);
        assertThat(text).doesNotEndWith(".").doesNotMatch(".*\\..*0$");
    }
}
