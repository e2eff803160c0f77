package io.pulsefeed.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.simulators.kraken.KrakenSimulator;
import io.pulsefeed.testing.EvaluationData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replays recorded Kraken frames through the simulator, Kafka and Connect into rows, and compares count and every float8 digit. */
class ReplayIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    private static TestStack stack;

    private final List<KrakenSimulator> exchanges = new ArrayList<>();

    @BeforeAll
    static void start() {
        recording("flashbook-live-btc-eth");
        stack = TestStack.start(folder.resolve("home"), Map.of());
        stack.run("rows", "timescale-cryptoviz", Map.of());
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
    }

    private static Path recording(String name) {
        return EvaluationData.require("kraken/ws-v2/" + name + ".ndjson", "rows compared with recorded Kraken frames");
    }

    @Test
    void writesOneRowPerTradeOfARecordedSession() throws IOException {
        Path file = recording("flashbook-live-btc-eth");
        List<JsonNode> frames = dataFrames(file);
        replay("session", file, frames);

        assertRows(frames);
    }

    /** The frames of this file were collected separately, so each is replayed by a separate exchange. */
    @Test
    void writesTheRowsOfEachCollectedFrame() throws IOException {
        Path file = recording("recorded-control-and-ticker-2026");
        List<JsonNode> frames = dataFrames(file);
        for (int i = 0; i < frames.size(); i++) {
            Path single =
                    Files.writeString(folder.resolve("frame-" + i + ".ndjson"), lineOf(file, frames.get(i)) + "\n");
            replay("frame-" + i, single, List.of(frames.get(i)));
        }

        assertRows(frames);
    }

    private void replay(String name, Path file, List<JsonNode> frames) throws IOException {
        KrakenSimulator exchange =
                KrakenSimulator.builder().replay(file).speed(10).build().start();
        exchanges.add(exchange);
        Map<String, String> settings = new HashMap<>(SimulatedExchange.urls(exchange));
        settings.put("pairs", String.join(",", symbols(frames)));
        // By default a snapshot only sets the start position; here its trades are data.
        settings.put("trade.start", "snapshot");
        stack.run(name, "kraken-source", settings);
    }

    @org.junit.jupiter.api.AfterEach
    void closeExchanges() {
        if (stack != null) {
            for (String connector : stack.connect().connectors()) {
                if (!connector.equals("rows")) {
                    stack.connect().delete(connector);
                }
            }
        }
        exchanges.forEach(KrakenSimulator::close);
    }

    /** The exact line: parsing and serializing again could change its numbers. */
    private static String lineOf(Path file, JsonNode frame) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> parsed(line).equals(frame)).findFirst().orElseThrow();
        }
    }

    private static List<JsonNode> dataFrames(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(ReplayIT::parsed)
                    .filter(frame -> Set.of("trade", "ticker")
                            .contains(frame.path("channel").asText()))
                    .toList();
        }
    }

    private static JsonNode parsed(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new IllegalStateException(line, e);
        }
    }

    private static Set<String> symbols(List<JsonNode> frames) {
        Set<String> symbols = new TreeSet<>();
        frames.forEach(frame -> frame.path("data")
                .forEach(element -> symbols.add(element.path("symbol").asText())));
        return symbols;
    }

    private static void assertRows(List<JsonNode> frames) {
        List<JsonNode> trades = elements(frames, "trade");
        List<JsonNode> tickers = elements(frames, "ticker");
        assertThat(trades.size() + tickers.size()).isPositive();
        for (JsonNode trade : trades) {
            List<String> expected = List.of(
                    SimulatedExchange.recordName(trade.path("symbol").asText()),
                    trade.path("trade_id").asText(),
                    Double.toString(trade.path("price").doubleValue()),
                    Double.toString(trade.path("qty").doubleValue()),
                    trade.path("side").asText().substring(0, 1),
                    Long.toString(micros(trade.path("timestamp").asText())));
            await().atMost(TestStack.LIMIT)
                    .untilAsserted(() -> assertThat(tradeRows(trade)).containsExactly(expected));
        }
        for (JsonNode ticker : tickers) {
            await().atMost(TestStack.LIMIT)
                    .untilAsserted(() -> assertThat(tickerRows(ticker)).hasSize(1));
        }
    }

    private static List<JsonNode> elements(List<JsonNode> frames, String channel) {
        List<JsonNode> elements = new ArrayList<>();
        frames.stream().filter(f -> f.path("channel").asText().equals(channel)).forEach(f -> f.path("data")
                .forEach(elements::add));
        return elements;
    }

    private static List<List<String>> tradeRows(JsonNode trade) {
        return stack
                .tables()
                .rows(
                        "SELECT pair, trade_id, price, volume, side, (extract(epoch FROM timestamp) * 1000000)::bigint FROM trade_data"
                                + " WHERE pair = '"
                                + SimulatedExchange.recordName(
                                        trade.path("symbol").asText()) + "' AND trade_id = "
                                + trade.path("trade_id").asText())
                .stream()
                .map(row -> List.of(
                        row.get(0),
                        row.get(1),
                        Double.toString(Double.parseDouble(row.get(2))),
                        Double.toString(Double.parseDouble(row.get(3))),
                        row.get(4),
                        row.get(5)))
                .toList();
    }

    /** Older captures have no timestamp; then the values alone identify the row. */
    private static List<List<String>> tickerRows(JsonNode ticker) {
        String time = ticker.has("timestamp")
                ? " AND (extract(epoch FROM timestamp) * 1000000)::bigint = "
                        + micros(ticker.path("timestamp").asText())
                : "";
        return stack.tables()
                .rows("SELECT pair FROM ticker_data WHERE pair = '"
                        + SimulatedExchange.recordName(ticker.path("symbol").asText()) + "' AND last = "
                        + ticker.path("last").asText() + " AND bid = "
                        + ticker.path("bid").asText() + " AND ask = "
                        + ticker.path("ask").asText() + " AND volume_24h = "
                        + ticker.path("volume").asText() + time);
    }

    private static long micros(String time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(time));
    }
}
