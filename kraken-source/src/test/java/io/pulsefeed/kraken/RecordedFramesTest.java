package io.pulsefeed.kraken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pulsefeed.kraken.book.OrderBook;
import io.pulsefeed.kraken.wire.BookUpdate;
import io.pulsefeed.kraken.wire.CollectingFrameHandler;
import io.pulsefeed.kraken.wire.KrakenApiException;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.RestParser;
import io.pulsefeed.kraken.wire.Ticker;
import io.pulsefeed.kraken.wire.Trade;
import io.pulsefeed.kraken.wire.V1Parser;
import io.pulsefeed.kraken.wire.V2Parser;
import io.pulsefeed.testing.EvaluationData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Parses frames recorded from Kraken, if the data folder is available. No digit changes. */
class RecordedFramesTest {

    private static Path folder() {
        return EvaluationData.require("kraken", "recorded Kraken frames");
    }

    private static Set<Pair> symbols(String text, String pattern) {
        Set<Pair> pairs = new TreeSet<>();
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        while (matcher.find()) {
            pairs.add(Pair.parse(matcher.group(1)));
        }
        return pairs;
    }

    private static List<String> find(String text, String pattern) {
        List<String> found = new ArrayList<>();
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    @Test
    void keepsEveryDigitOfV2Frames() throws IOException {
        int trades = 0;
        for (String file : List.of("flashbook-live-btc-eth.ndjson", "recorded-control-and-ticker-2026.ndjson")) {
            List<String> lines = Files.readAllLines(folder().resolve("ws-v2").resolve(file));
            for (String line : lines) {
                CollectingFrameHandler handler = new CollectingFrameHandler();
                new V2Parser(symbols(line, "\"symbol\":\"([A-Z/]+)\"")).parse(line, handler);
                assertThat(handler.rejects).as(line).isEmpty();
                if (line.contains("\"channel\":\"trade\",\"type\"")) {
                    assertThat(handler.trades).extracting(Trade::price).isEqualTo(find(line, "\"price\":([0-9.eE-]+)"));
                    assertThat(handler.trades).extracting(Trade::volume).isEqualTo(find(line, "\"qty\":([0-9.eE-]+)"));
                    trades += handler.trades.size();
                }
                if (line.contains("\"channel\":\"ticker\",\"type\"")) {
                    assertThat(handler.tickers).extracting(Ticker::last).isEqualTo(find(line, "\"last\":([0-9.eE-]+)"));
                    assertThat(handler.tickers)
                            .extracting(Ticker::volume)
                            .isEqualTo(find(line, "\"volume\":([0-9.eE-]+)"));
                }
            }
        }
        assertThat(trades).isGreaterThan(17);
    }

    @Test
    void verifiesEveryRecordedChecksum() throws IOException {
        Map<Pair, OrderBook> books = new HashMap<>();
        int messages = 0;
        for (String line : Files.readAllLines(folder().resolve("ws-v2/flashbook-live-btc-eth.ndjson"))) {
            CollectingFrameHandler handler = new CollectingFrameHandler();
            new V2Parser(symbols(line, "\"symbol\":\"([A-Z/]+)\"")).parse(line, handler);
            for (BookUpdate update : handler.books) {
                OrderBook book = books.computeIfAbsent(update.pair(), pair -> new OrderBook(10));
                book.apply(update);
                assertThat(book.checksum()).as(line).isEqualTo(update.checksum());
                messages++;
            }
        }
        assertThat(messages).isEqualTo(2962);
    }

    @Test
    void parsesEveryV1Frame() throws IOException {
        int trades = 0;
        int tickers = 0;
        for (String file : List.of("cryptofeed-KRAKEN.ws.48.0.txt", "cryptofeed-KRAKEN.ws.49.0.txt")) {
            for (String line : Files.readAllLines(folder().resolve("ws-v1").resolve(file))) {
                if (line.startsWith("wss:") || !line.contains(": ")) {
                    continue;
                }
                String frame = line.substring(line.indexOf(": ") + 2);
                CollectingFrameHandler handler = new CollectingFrameHandler();
                new V1Parser(symbols(frame, "\"([A-Z]+/[A-Z]+)\"")).parse(frame, handler);
                assertThat(handler.rejects).as(line).isEmpty();
                if (!handler.trades.isEmpty()) {
                    assertThat(handler.trades)
                            .extracting(Trade::price)
                            .isEqualTo(find(frame, "\\[\"([0-9.]+)\",\"[0-9.]+\",\"1618"));
                }
                trades += handler.trades.size();
                tickers += handler.tickers.size();
            }
        }
        assertThat(trades).isPositive();
        assertThat(tickers).isPositive();
    }

    @Test
    void parsesEveryRestPage() throws IOException {
        String page = Files.readString(folder().resolve("rest/nautilus-trades-XBTUSDT-1000.json"));
        List<Trade> trades = RestParser.tradesPage(Pair.parse("XBT/USDT"), page).trades();
        assertThat(trades).hasSize(1000);
        assertThat(trades.get(999).id() - trades.get(0).id()).isEqualTo(999);
        for (String line : Files.readAllLines(folder().resolve("rest/recorded-trades-pages.ndjson"))) {
            String body = line.substring(line.indexOf("\"response\":") + 11, line.length() - 1);
            try {
                List<Trade> rows =
                        RestParser.tradesPage(Pair.parse("XBT/USD"), body).trades();
                assertThat(rows).extracting(Trade::price).isEqualTo(find(body, "\\[\"([0-9.]+)\",\"[0-9.]+\",[0-9]"));
            } catch (KrakenApiException e) {
                assertThat(e.kind()).isEqualTo(KrakenApiException.Kind.UNKNOWN_PAIR);
            }
        }
    }

    @Test
    void rejectsRowsWithoutTradeIds() throws IOException {
        String page = Files.readString(folder().resolve("rest/xchange-trades-2013.json"));
        KrakenApiException error = catchThrowableOfType(
                KrakenApiException.class, () -> RestParser.tradesPage(Pair.parse("XBT/USD"), page));
        assertThat(error).hasMessageContaining("no row has a trade id");
    }
}
