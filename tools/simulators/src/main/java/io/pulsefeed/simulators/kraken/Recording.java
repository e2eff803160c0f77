package io.pulsefeed.simulators.kraken;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.pulsefeed.simulators.kraken.market.Market;
import io.pulsefeed.simulators.kraken.market.Trade;
import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Recorded frames: one JSON document per line (v2), or lines {@code EPOCH: FRAME} (v1). Only data frames are kept; statuses,
 * acknowledgements and heartbeats are generated for each client.
 */
final class Recording {

    /**
     * @param version 1 or 2
     * @param text as recorded, byte for byte
     * @param symbols v2 spelling of all pairs in it
     * @param timeNs event time, or receive time when the frame has none; 0 when unknown
     * @param trades in it, for REST
     */
    record Frame(int version, String text, Channel channel, Set<String> symbols, long timeNs, List<Trade> trades) {

        boolean concerns(Session session) {
            return session.protocol().version() == version
                    && symbols.stream().anyMatch(symbol -> session.wants(channel, symbol));
        }
    }

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final List<Frame> frames = new ArrayList<>();
    private final Set<String> symbols = new LinkedHashSet<>();
    private final Map<String, Long> v1Ids = new HashMap<>();
    private int unreadable;

    private Recording() {}

    static Recording read(Path file) throws IOException {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new IOException(
                    "Cannot read the recording " + file + ": the file does not exist or is not readable.");
        }
        Recording recording = new Recording();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                recording.add(line);
            }
        }
        if (recording.frames.isEmpty()) {
            throw new IOException("No data frames in " + file
                    + ". A recording contains one v2 frame per line, or v1 lines of the form \"EPOCH: FRAME\".");
        }
        return recording;
    }

    List<Frame> frames() {
        return frames;
    }

    Set<String> symbols() {
        return symbols;
    }

    /** Lines that look like a frame but are not JSON. */
    int unreadable() {
        return unreadable;
    }

    private void add(String line) {
        if (line.startsWith("{")) {
            addV2(line);
        } else if (!line.isEmpty() && Character.isDigit(line.charAt(0)) && line.contains(": ")) {
            int colon = line.indexOf(": ");
            addV1(line.substring(colon + 2), epochNs(line.substring(0, colon)));
        }
    }

    private void addV2(String text) {
        JsonNode frame = parse(text);
        Channel channel =
                frame == null ? null : Channel.named(frame.path("channel").asText());
        if (channel == null || !frame.path("data").isArray()) {
            return;
        }
        Set<String> pairs = new LinkedHashSet<>();
        List<Trade> trades = new ArrayList<>();
        long timeNs = 0;
        for (JsonNode element : frame.path("data")) {
            String symbol = element.path("symbol").asText();
            pairs.add(symbol);
            timeNs = Math.max(timeNs, instantNs(element.path("timestamp").asText()));
            if (channel == Channel.TRADE) {
                trades.add(v2Trade(element, symbol));
            }
        }
        keep(new Frame(2, text, channel, pairs, timeNs, trades));
    }

    private static Trade v2Trade(JsonNode element, String symbol) {
        return new Trade(
                symbol,
                element.path("trade_id").asLong(),
                element.path("price").decimalValue().toPlainString(),
                element.path("qty").decimalValue().toPlainString(),
                element.path("side").asText(),
                element.path("ord_type").asText(),
                instantNs(element.path("timestamp").asText()));
    }

    /** The channel and the pair are the last two elements; a book may have two data elements before them. */
    private void addV1(String text, long receivedNs) {
        JsonNode frame = parse(text);
        if (frame == null || !frame.isArray() || frame.size() < 4) {
            return;
        }
        String name = frame.get(frame.size() - 2).asText();
        int dash = name.indexOf('-');
        Channel channel = Channel.named(dash < 0 ? name : name.substring(0, dash));
        if (channel == null) {
            return;
        }
        String symbol = Market.symbolOf(frame.get(frame.size() - 1).asText());
        List<Trade> trades = new ArrayList<>();
        if (channel == Channel.TRADE) {
            frame.get(1).forEach(row -> trades.add(v1Trade(row, symbol)));
        }
        keep(new Frame(1, text, channel, Set.of(symbol), receivedNs, trades));
    }

    /** v1 has no ids; REST needs some, so they are numbered from 1. */
    private Trade v1Trade(JsonNode row, String symbol) {
        return new Trade(
                symbol,
                v1Ids.merge(symbol, 1L, Long::sum),
                row.path(0).asText(),
                row.path(1).asText(),
                row.path(3).asText().equals("b") ? "buy" : "sell",
                row.path(4).asText().equals("m") ? "market" : "limit",
                epochNs(row.path(2).asText()));
    }

    private void keep(Frame frame) {
        frames.add(frame);
        symbols.addAll(frame.symbols());
    }

    private @Nullable JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            unreadable++;
            return null;
        }
    }

    private static long instantNs(String text) {
        try {
            Instant instant = Instant.parse(text);
            return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
        } catch (DateTimeParseException e) {
            return 0;
        }
    }

    private static long epochNs(String text) {
        try {
            return new BigDecimal(text).movePointRight(9).longValue();
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
