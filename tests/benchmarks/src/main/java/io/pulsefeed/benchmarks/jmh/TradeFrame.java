package io.pulsefeed.benchmarks.jmh;

import io.pulsefeed.kraken.config.ValueFormat;
import io.pulsefeed.kraken.record.TradeRecords;
import io.pulsefeed.kraken.sequence.OrderedTrade;
import io.pulsefeed.kraken.wire.BookUpdate;
import io.pulsefeed.kraken.wire.Channel;
import io.pulsefeed.kraken.wire.FrameHandler;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.RejectReason;
import io.pulsefeed.kraken.wire.Ticker;
import io.pulsefeed.kraken.wire.Trade;
import io.pulsefeed.kraken.wire.V2Parser;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** One Kraken frame with one trade, from wire text to Connect record. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TradeFrame {

    private static final String FRAME =
            "{\"channel\":\"trade\",\"type\":\"update\",\"data\":[{\"symbol\":\"BTC/USD\",\"side\":\"sell\",\"price\":63501.6,"
                    + "\"qty\":0.02922270,\"ord_type\":\"limit\",\"trade_id\":103436770,"
                    + "\"timestamp\":\"2026-07-07T23:00:05.562702Z\"}]}";

    private final Pair pair = Pair.parse("BTC/USD");
    private final V2Parser parser = new V2Parser(List.of(pair));
    private final TradeRecords records =
            new TradeRecords("trades", pair, "XBT/USD", ValueFormat.JSON, Clock.systemUTC());

    @Benchmark
    public void parseAndRecord(Blackhole records) {
        parser.parse(FRAME, new Records(records));
    }

    private final class Records implements FrameHandler {
        private final Blackhole out;

        Records(Blackhole out) {
            this.out = out;
        }

        @Override
        public void onTrades(List<Trade> trades) {
            for (Trade trade : trades) {
                out.consume(records.record(new OrderedTrade(trade, 0, false, trade.id(), trade.timeEpochNs(), "")));
            }
        }

        @Override
        public void onTickers(List<Ticker> tickers) {
            throw wrong();
        }

        @Override
        public void onBooks(List<BookUpdate> updates) {
            throw wrong();
        }

        @Override
        public void onSystemStatus(String system) {
            throw wrong();
        }

        @Override
        public void onHeartbeat() {
            throw wrong();
        }

        @Override
        public void onPong() {
            throw wrong();
        }

        @Override
        public void onSubscribed(Channel channel, String symbol, String warnings) {
            throw wrong();
        }

        @Override
        public void onRefused(Channel channel, String symbol, String error) {
            throw wrong();
        }

        @Override
        public void onRejected(RejectReason reason, String symbol, String detail) {
            throw wrong();
        }

        private IllegalStateException wrong() {
            return new IllegalStateException("the frame contains only a trade");
        }
    }
}
