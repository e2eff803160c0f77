package io.pulsefeed.kraken.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.kraken.alert.Alert;
import io.pulsefeed.kraken.config.ValueFormat;
import io.pulsefeed.kraken.wire.CollectingFrameHandler;
import io.pulsefeed.kraken.wire.KrakenApiException;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.RestParser;
import io.pulsefeed.kraken.wire.Ticker;
import io.pulsefeed.kraken.wire.Trade;
import io.pulsefeed.kraken.wire.V2Parser;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
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

/** The worked examples of the payload contract. */
class RecordsTest {

    private static final Pair PAIR = Pair.parse("XBT/USD");
    private static final Clock CLOCK = Clock.systemUTC();
    private static final String TICKER =
            "{\"symbol\":\"BTC/USD\",\"bid\":83744.2,\"bid_qty\":0.56251979,\"ask\":83744.3,\"ask_qty\":0.00044780,\"last\":83744.3,"
                    + "\"volume\":3156.84782110,\"vwap\":84174.6,\"low\":83163.6,\"high\":85247.4,\"change\":-429.3,"
                    + "\"change_pct\":-0.51,\"trades\":135262,\"timestamp\":\"2026-09-25T17:48:26.844359Z\"}";

    private final TradeRecords trades = new TradeRecords("rawtrade", PAIR, "XBT/USD", ValueFormat.JSON);

    private static CollectingFrameHandler parsed(String channel, String element) {
        CollectingFrameHandler sink = new CollectingFrameHandler();
        new V2Parser(List.of(PAIR), CLOCK)
                .parse("{\"channel\":\"" + channel + "\",\"type\":\"update\",\"data\":[" + element + "]}", sink);
        return sink;
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
    void writesTradesOfTheSocket(String in, String out, long timestamp) {
        SourceRecord record = trades.record(parsed("trade", in).trades.get(0), 0);
        assertThat(json(record)).isEqualTo(out);
        assertThat(record.topic()).isEqualTo("rawtrade");
        assertThat(record.key()).isEqualTo("XBT/USD");
        assertThat(record.kafkaPartition()).isNull();
        assertThat(record.timestamp()).isEqualTo(timestamp);
    }

    @Test
    void writesTradesOfRest() throws KrakenApiException {
        Trade trade = RestParser.tradesPage(
                        PAIR,
                        "{\"error\":[],\"result\":{\"BTC/USD\":[[\"83928.00000\",\"0.00044682\",1790359841.1382287,\"b\",\"m\",\"\","
                                + "109118759]],\"last\":\"1790359841138228746\"}}")
                .trades()
                .get(0);
        assertThat(json(trades.record(trade, 0)))
                .isEqualTo(
                        "{\"pair\":\"XBT/USD\",\"price\":83928.00000,\"volume\":0.00044682,\"timestamp\":1790359841.138228,"
                                + "\"side\":\"b\"}");
    }

    @Test
    void writesTickersWithAndWithoutAPriceBefore() {
        TickerRecords tickers = new TickerRecords("rawticker", PAIR, "XBT/USD", ValueFormat.JSON);
        Ticker ticker = parsed("ticker", TICKER).tickers.get(0);
        String start =
                "{\"pair\":\"XBT/USD\",\"last\":83744.3,\"bid\":83744.2,\"ask\":83744.3,\"volume_24h\":3156.84782110,"
                        + "\"timestamp\":1790358506.844359,\"pct_change\":";
        assertThat(json(tickers.record(ticker, null))).isEqualTo(start + "null}");
        assertThat(json(tickers.record(ticker, new BigDecimal("0.02")))).isEqualTo(start + "0.02}");
    }

    @Test
    void writesAlerts() {
        AlertRecords alerts = new AlertRecords("rawalert", PAIR, "XBT/USD", ValueFormat.JSON);
        SourceRecord record = alerts.record(
                parsed("ticker", TICKER).tickers.get(0),
                new Alert(Alert.Type.DROP, new BigDecimal("-0.5934718"), new BigDecimal("0.5")));
        assertThat(json(record))
                .isEqualTo(
                        "{\"pair\":\"XBT/USD\",\"type\":\"price_drop\",\"last\":83744.3,\"change\":-0.59,\"threshold\":0.5,"
                                + "\"timestamp\":1790358506.844359}");
    }

    @Test
    void carriesWhatThePayloadCannotInHeadersThatSurviveTheDefaultConverter() {
        Trade trade = parsed(
                        "trade",
                        "{\"symbol\":\"BTC/USD\",\"side\":\"buy\",\"price\":1,\"qty\":1,\"ord_type\":\"market\","
                                + "\"trade_id\":9007199254740993,\"timestamp\":\"2026-07-07T23:00:05Z\"}")
                .trades
                .get(0);
        SourceRecord record = trades.record(trade, 17);
        assertThat(record.headers())
                .extracting(Header::key)
                .containsExactly("kraken.trade_id", "kraken.ord_type", "kraken.origin", "kraken.gap_before");
        SimpleHeaderConverter converter = new SimpleHeaderConverter();
        for (Header header : record.headers()) {
            byte[] bytes = converter.fromConnectHeader("rawtrade", header.key(), header.schema(), header.value());
            SchemaAndValue back = converter.toConnectHeader("rawtrade", header.key(), bytes);
            if (header.value() instanceof Long number) {
                assertThat(((Number) back.value()).longValue()).isEqualTo(number);
            } else {
                assertThat(back.value()).isEqualTo(header.value());
            }
        }
        assertThat(record.sourceOffset()).isEqualTo(Map.of("trade_id", 9007199254740993L, "ts_ns", trade.timeNanos()));
        assertThat(record.sourcePartition())
                .isEqualTo(Map.of("venue", "kraken", "channel", "trade", "pair", "XBT/USD"));
    }

    @Test
    void givesStructuresToOtherConverters() {
        Trade trade = parsed(
                        "trade",
                        "{\"symbol\":\"BTC/USD\",\"side\":\"buy\",\"price\":99950.50,\"qty\":0.5,\"trade_id\":1,"
                                + "\"timestamp\":\"2024-01-15T09:52:25.678901Z\"}")
                .trades
                .get(0);
        SourceRecord record = new TradeRecords("rawtrade", PAIR, "BTC/USD", ValueFormat.STRUCT).record(trade, 0);
        Struct value = (Struct) record.value();
        value.validate();
        assertThat(value.getString("pair")).isEqualTo("BTC/USD");
        assertThat(value.getFloat64("price")).isEqualTo(99950.5);
        assertThat(value.getFloat64("timestamp")).isEqualTo(1705312345.678901);
    }

    @Property
    void writesSecondsRoundedDownToMicroseconds(@ForAll @LongRange(min = 0, max = Long.MAX_VALUE) long nanos) {
        String text = new String(new JsonText().seconds(nanos).toBytes(), StandardCharsets.UTF_8);
        assertThat(new BigDecimal(text).movePointRight(6).longValueExact()).isEqualTo(nanos / 1000);
        assertThat(text).doesNotEndWith(".").doesNotMatch(".*\\..*0$");
    }
}
