package io.pulsefeed.simulators.kraken;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** An in-process client that stores the frames that it receives. */
final class Client implements Peer {

    static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    final List<String> frames = new ArrayList<>();
    private final List<JsonNode> parsed = new ArrayList<>();
    int closeCode;
    int refusal = -1;
    private Line line;

    static Client of(KrakenSimulator simulator) {
        Client client = new Client();
        client.line = simulator.connect(client);
        return client;
    }

    static Client ofV1(KrakenSimulator simulator) {
        Client client = new Client();
        client.line = simulator.connect(client, 1);
        return client;
    }

    void send(String frame) {
        line.send(frame);
    }

    void hangUp() {
        line.hangUp();
    }

    void subscribe(String channel, boolean snapshot, String... symbols) {
        line.send("{\"method\":\"subscribe\",\"params\":{\"channel\":\"" + channel + "\",\"symbol\":[\""
                + String.join("\",\"", symbols) + "\"],\"snapshot\":" + snapshot + "},\"req_id\":7}");
    }

    List<JsonNode> parsed() {
        for (int i = parsed.size(); i < frames.size(); i++) {
            parsed.add(parse(frames.get(i)));
        }
        return parsed;
    }

    /** Clears the received frames. */
    void forget() {
        frames.clear();
        parsed.clear();
    }

    List<JsonNode> channel(String name) {
        return parsed().stream()
                .filter(frame -> frame.path("channel").asText().equals(name))
                .toList();
    }

    /** All elements of all data frames of a channel, of one pair. */
    List<JsonNode> elements(String channel, String symbol) {
        List<JsonNode> elements = new ArrayList<>();
        for (JsonNode frame : channel(channel)) {
            for (JsonNode element : frame.path("data")) {
                if (element.path("symbol").asText().equals(symbol)) {
                    elements.add(element);
                }
            }
        }
        return elements;
    }

    List<Long> tradeIds(String symbol) {
        return elements("trade", symbol).stream()
                .map(element -> element.path("trade_id").asLong())
                .toList();
    }

    static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void frame(String text) {
        frames.add(text);
    }

    @Override
    public void closed(int code, String reason) {
        closeCode = code;
    }

    @Override
    public void refused(int status) {
        refusal = status;
    }

    @Override
    public void cut() {
        closeCode = 1006;
    }
}
