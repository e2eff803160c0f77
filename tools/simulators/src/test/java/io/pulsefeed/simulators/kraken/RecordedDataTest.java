package io.pulsefeed.simulators.kraken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefeed.simulators.kraken.market.Market;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Plays the recordings of the evaluation data, where available. */
class RecordedDataTest {

    private static Path recording(String name) {
        Path file = data().resolve("kraken").resolve(name);
        if (!Files.exists(file)) {
            System.err.println("NOT CHECKED: replay of " + name + ", since " + file
                    + " does not exist. Set PULSEFEED_DATA to the folder that holds kraken/.");
        }
        assumeTrue(Files.exists(file));
        return file;
    }

    private static Path data() {
        String set = System.getenv("PULSEFEED_DATA");
        if (set != null) {
            return Path.of(set);
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("shared/data"))) {
                return at.resolve("shared/data");
            }
        }
        return Path.of("shared/data");
    }

    private static KrakenSimulator play(Path file) {
        return KrakenSimulator.builder()
                .virtualTime(Instant.parse("2026-11-21T00:00:00Z"))
                .replay(file)
                .speed(0)
                .build();
    }

    @Test
    void playsSessionOfThreeThousandFrames() throws IOException {
        playsEveryFrameOf(recording("ws-v2/flashbook-live-btc-eth.ndjson"), "trade", "book");
    }

    @Test
    void playsFramesCollectedSeparately() throws IOException {
        playsEveryFrameOf(recording("ws-v2/recorded-control-and-ticker-2026.ndjson"), "trade", "ticker", "ohlc");
    }

    private static void playsEveryFrameOf(Path file, String... channels) throws IOException {
        List<String> expected = Files.readAllLines(file).stream()
                .filter(line -> List.of(channels)
                        .contains(Client.parse(line).path("channel").asText()))
                .toList();
        Set<String> symbols = new LinkedHashSet<>();
        int trades = 0;
        for (String line : expected) {
            JsonNode frame = Client.parse(line);
            symbols.addAll(frame.path("data").findValuesAsText("symbol"));
            trades += frame.path("channel").asText().equals("trade")
                    ? frame.path("data").size()
                    : 0;
        }
        KrakenSimulator simulator = play(file);
        Client client = Client.of(simulator);
        for (String channel : channels) {
            client.subscribe(channel, true, symbols.toArray(String[]::new));
        }
        simulator.advance(Duration.ofSeconds(5));
        List<String> played = client.frames.stream().filter(expected::contains).toList();
        assertThat(played).isEqualTo(expected);
        assertThat(simulator.isQuiet()).isTrue();
        assertThat(simulator.tradeCount()).isEqualTo(trades);
    }

    @Test
    void playsV1TextFiles() throws IOException {
        playsEveryFrameOfV1(recording("ws-v1/cryptofeed-KRAKEN.ws.48.0.txt"), "trade");
        playsEveryFrameOfV1(recording("ws-v1/cryptofeed-KRAKEN.ws.49.0.txt"), "ticker");
    }

    private static void playsEveryFrameOfV1(Path file, String channel) throws IOException {
        List<String> expected = Files.readAllLines(file).stream()
                .filter(line -> line.contains(": ["))
                .map(line -> line.substring(line.indexOf(": ") + 2))
                .toList();
        Set<String> pairs = new LinkedHashSet<>();
        for (String frame : expected) {
            JsonNode array = Client.parse(frame);
            pairs.add(Market.wsnameOf(array.get(array.size() - 1).asText()));
        }
        KrakenSimulator simulator = play(file);
        Client client = Client.ofV1(simulator);
        client.send("{\"event\":\"subscribe\",\"pair\":[\"" + String.join("\",\"", pairs)
                + "\"],\"subscription\":{\"name\":\"" + channel + "\"}}");
        simulator.advance(Duration.ofSeconds(5));
        assertThat(client.frames.stream().filter(expected::contains).toList())
                .isEqualTo(expected)
                .isNotEmpty();
    }
}
