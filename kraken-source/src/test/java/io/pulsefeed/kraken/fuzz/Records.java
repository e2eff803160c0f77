package io.pulsefeed.kraken.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.kraken.book.OrderBook;
import io.pulsefeed.kraken.config.TickerFields;
import io.pulsefeed.kraken.config.ValueFormat;
import io.pulsefeed.kraken.record.BookRecords;
import io.pulsefeed.kraken.record.InstrumentRecords;
import io.pulsefeed.kraken.record.TickerRecords;
import io.pulsefeed.kraken.record.TradeRecords;
import io.pulsefeed.kraken.wire.BookUpdate;
import io.pulsefeed.kraken.wire.CollectingFrameHandler;
import io.pulsefeed.kraken.wire.FrameParser;
import io.pulsefeed.kraken.wire.Instrument;
import io.pulsefeed.kraken.wire.InstrumentUpdate;
import io.pulsefeed.kraken.wire.Ticker;
import io.pulsefeed.kraken.wire.Trade;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/** Converts what was parsed to records of each format, and checks that they are valid. */
final class Records {

    private static final long EPOCH_NS = 1_790_000_000_000_000_000L;
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Records() {}

    /** Parses a frame twice, because a parser must not keep anything of the frame before. */
    static void ofFrame(FrameParser parser, String frame) {
        CollectingFrameHandler handler = new CollectingFrameHandler();
        CollectingFrameHandler repeated = new CollectingFrameHandler();
        parser.parse(frame, handler);
        parser.parse(frame, repeated);
        assertThat(contents(repeated)).isEqualTo(contents(handler));
        ofTrades(handler.trades);
        handler.tickers.forEach(Records::ofTicker);
        OrderBook book = new OrderBook(10);
        for (BookUpdate update : handler.books) {
            book.apply(update);
            assertThat(book.checksum()).isNotNegative();
            book.top();
            for (ValueFormat format : ValueFormat.values()) {
                check(new BookRecords("b", update.pair(), "XBT/USD", format, Clock.systemUTC())
                        .record(update, EPOCH_NS, true, EPOCH_NS));
            }
        }
    }

    private static List<List<?>> contents(CollectingFrameHandler handler) {
        return List.of(handler.trades, handler.tickers, handler.books, handler.rejects, handler.details, handler.calls);
    }

    static void ofTrades(List<Trade> trades) {
        for (Trade trade : trades) {
            for (ValueFormat format : ValueFormat.values()) {
                check(new TradeRecords("t", trade.pair(), "XBT/USD", format, Clock.systemUTC())
                        .record(trade, 0, Map.of()));
            }
        }
    }

    private static void ofTicker(Ticker ticker) {
        Ticker timed = ticker.timeEpochNs() == Ticker.NO_TIME ? ticker.withTime(EPOCH_NS) : ticker;
        BigDecimal change = timed.dayChange() == null ? null : new BigDecimal(timed.dayChange());
        for (ValueFormat format : ValueFormat.values()) {
            for (TickerFields fields : TickerFields.values()) {
                check(new TickerRecords("t", timed.pair(), "XBT/USD", format, fields, Clock.systemUTC())
                        .record(timed, change));
            }
        }
    }

    static void ofInstruments(InstrumentUpdate update) {
        for (Instrument instrument : update.instruments()) {
            assertThat(instrument.commonName()).isNotBlank();
            for (ValueFormat format : ValueFormat.values()) {
                if (!instrument.json().isEmpty()) {
                    check(new InstrumentRecords("i", format, Clock.systemUTC())
                            .record(
                                    instrument.kind(),
                                    instrument.name(),
                                    InstrumentRecords.Type.UPDATE,
                                    instrument.json(),
                                    EPOCH_NS,
                                    EPOCH_NS));
                }
            }
        }
    }

    private static void check(SourceRecord record) {
        if (record.value() instanceof Struct struct) {
            struct.validate();
            return;
        }
        try {
            assertThat(JSON.readTree((byte[]) record.value()).isObject()).isTrue();
        } catch (IOException e) {
            throw new AssertionError("the record is not valid JSON", e);
        }
    }
}
