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
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recorded frames of the real venue, through simulator, Kafka and Connect into rows: as many, and equal to the last digit of a float8. */
class ReplayIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    private static TestStack stack;

    private final List<KrakenSimulator> venues = new ArrayList<>();

    @BeforeAll
    static void start() {
        if (recording("flashbook-live-btc-eth").isPresent()) {
            stack = TestStack.start(folder.resolve("home"), Map.of());
            stack.run("rows", "timescale-cryptoviz", Map.of());
        }
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
    }

    private static Optional<Path> recording(String name) {
        return EvaluationData.find("kraken/ws-v2/" + name + ".ndjson", "rows against recorded frames of Kraken");
    }

    @Test
    void everyTradeOfARecordedSessionBecomesItsRow() throws IOException {
        Optional<Path> file = recording("flashbook-live-btc-eth");
        org.junit.jupiter.api.Assumptions.assumeTrue(file.isPresent(), "recorded data is absent");
        List<JsonNode> frames = dataFrames(file.get());
        play("session", file.get(), frames);

        assertRows(frames);
    }

    /** The frames of this file were collected one by one; each is played by an exchange of its own. */
    @Test
    void everyCollectedFrameBecomesItsRows() throws IOException {
        Optional<Path> file = recording("recorded-control-and-ticker-2026");
        org.junit.jupiter.api.Assumptions.assumeTrue(file.isPresent(), "recorded data is absent");
        List<JsonNode> frames = dataFrames(file.get());
        for (int i = 0; i < frames.size(); i++) {
            Path single = Files.writeString(
                    folder.resolve("frame-" + i + ".ndjson"), textOf(file.get(), frames.get(i)) + "\n");
            play("frame-" + i, single, List.of(frames.get(i)));
        }

        assertRows(frames);
    }

    private void play(String name, Path file, List<JsonNode> frames) throws IOException {
        KrakenSimulator venue =
                KrakenSimulator.builder().replay(file).speed(10).build().start();
        venues.add(venue);
        Map<String, String> settings = new HashMap<>(Venue.addresses(venue));
        settings.put("pairs", String.join(",", symbols(frames)));
        // A recorded snapshot is data like any other here; by default it would only say where to begin.
        settings.put("trade.start", "snapshot");
        stack.run(name, "kraken-source", settings);
    }

    @org.junit.jupiter.api.AfterEach
    void closeVenues() {
        if (stack != null) {
            for (String connector : stack.connect().connectors()) {
                if (!connector.equals("rows")) {
                    stack.connect().delete(connector);
                }
            }
        }
        venues.forEach(KrakenSimulator::close);
    }

    /** The exact line, since parsing and printing again could change its numbers. */
    private static String textOf(Path file, JsonNode frame) throws IOException {
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
                    Venue.nameOf(trade.path("symbol").asText()),
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
                                + Venue.nameOf(trade.path("symbol").asText()) + "' AND trade_id = "
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

    /** An older capture has no time of its own; then the values alone must tell the row. */
    private static List<List<String>> tickerRows(JsonNode ticker) {
        String time = ticker.has("timestamp")
                ? " AND (extract(epoch FROM timestamp) * 1000000)::bigint = "
                        + micros(ticker.path("timestamp").asText())
                : "";
        return stack.tables()
                .rows("SELECT pair FROM ticker_data WHERE pair = '"
                        + Venue.nameOf(ticker.path("symbol").asText()) + "' AND last = "
                        + ticker.path("last").asText() + " AND bid = "
                        + ticker.path("bid").asText() + " AND ask = "
                        + ticker.path("ask").asText() + " AND volume_24h = "
                        + ticker.path("volume").asText() + time);
    }

    private static long micros(String time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(time));
    }
}
