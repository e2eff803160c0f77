package io.pulsefeed.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefeed.simulators.kraken.KrakenSimulator;
import io.pulsefeed.simulators.kraken.market.Trade;
import io.pulsefeed.testing.Http;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code GET}, {@code PATCH} and {@code DELETE /connectors/NAME/offsets} of a real worker. */
class OffsetsApiIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BACKFILL = "backfill";
    private static final String SINK = "timescale-cryptoviz";

    @TempDir
    private static Path home;

    private static KrakenSimulator exchange;
    private static Instant start;
    private static TestStack stack;

    @BeforeAll
    static void start() throws IOException {
        start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        exchange = KrakenSimulator.builder()
                .seed(4)
                .pairs(List.of("BTC/USD"))
                .tradesPerSecond(0)
                .startTime(start)
                .build()
                .start();
        stack = TestStack.start(home, Map.of());
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
        exchange.close();
    }

    @Test
    void backfillIsRepeatedFromAPatchedOffsetAndAfterADelete() {
        Instant from = start.minusSeconds(600);
        Instant to = start.minusSeconds(60);
        List<Trade> trades = exchange.logWithHistory("BTC/USD").stream()
                .filter(trade -> trade.timestampNs() >= nanos(from) && trade.timestampNs() < nanos(to))
                .toList();
        List<Long> ids = trades.stream().map(Trade::id).toList();
        assertThat(ids).hasSizeGreaterThan(10);
        Map<String, String> settings = new TreeMap<>(SimulatedExchange.urls(exchange));
        settings.putAll(Map.of("pairs", "XBT/USD", "channels", "trade", "trade.start", "latest"));
        settings.putAll(Map.of("backfill.from", from.toString(), "backfill.to", to.toString()));
        settings.putAll(Map.of("kraken.rest.interval.ms", "20", "kraken.rest.pair.interval.ms", "20"));
        stack.run(BACKFILL, "kraken-source", settings);
        awaitTrades(ids.size());
        stopConnector(BACKFILL);

        JsonNode stored = onlyOffset();
        assertThat(stored.at("/offset/trade_id").asLong()).isEqualTo(ids.get(ids.size() - 1));
        assertThat(stored.at("/offset/trades").asInt()).isEqualTo(ids.size());
        assertThat(stored.at("/offset/complete").asBoolean()).isTrue();
        int repeatedAfter = ids.size() / 2;
        ObjectNode patch = stored.deepCopy();
        ((ObjectNode) patch.required("offset"))
                .put("trade_id", ids.get(repeatedAfter - 1))
                .put("ts_ns", trades.get(repeatedAfter - 1).timestampNs())
                .remove(List.of("complete", "trades", "first_id"));
        assertThat(patch(BACKFILL, patch.required("partition"), patch.required("offset"))
                        .status())
                .isEqualTo(200);
        assertThat(onlyOffset().toString()).isEqualTo(patch.toString());
        resume(BACKFILL);
        int total = 2 * ids.size() - repeatedAfter;
        awaitTrades(total);
        stopConnector(BACKFILL);

        assertThat(call("DELETE", "/connectors/" + BACKFILL + "/offsets", null).status())
                .isEqualTo(200);
        assertThat(offsets(BACKFILL)).isEmpty();
        resume(BACKFILL);
        awaitTrades(total + ids.size());
        List<Long> received = stack.topic("rawtrade").records().stream()
                .map(record -> Long.valueOf(Topic.header(record, "kraken.trade_id")))
                .toList();
        assertThat(received.subList(0, ids.size())).isEqualTo(ids);
        assertThat(received.subList(ids.size(), total)).isEqualTo(ids.subList(repeatedAfter, ids.size()));
        assertThat(received.subList(total, received.size())).isEqualTo(ids);
    }

    /** Release 0.1.0 stored partitions in an order of keys that the worker cannot address. */
    @Test
    void deleteResetsABackfillOfRelease010() {
        Instant from = start.minusSeconds(600);
        Instant to = start.minusSeconds(60);
        List<Trade> trades = exchange.logWithHistory("BTC/USD").stream()
                .filter(trade -> trade.timestampNs() >= nanos(from) && trade.timestampNs() < nanos(to))
                .toList();
        Trade last = trades.get(trades.size() - 5);
        stack.topic("connect-offsets")
                .send(
                        "[\"earlier\",{\"venue\":\"kraken\",\"channel\":\"backfill\",\"pair\":\"XBT/USD\",\"from_ns\":"
                                + nanos(from) + ",\"to_ns\":" + nanos(to) + "}]",
                        ("{\"trade_id\":" + last.id() + ",\"ts_ns\":" + last.timestampNs() + ",\"until_id\":-1}")
                                .getBytes(StandardCharsets.UTF_8),
                        Map.of());
        Map<String, String> settings = new TreeMap<>(SimulatedExchange.urls(exchange));
        settings.putAll(Map.of("pairs", "XBT/USD", "channels", "trade", "live.enabled", "false"));
        settings.putAll(Map.of("backfill.from", from.toString(), "backfill.to", to.toString()));
        settings.putAll(Map.of("topic.trade", "rawbook", "kraken.rest.interval.ms", "20"));
        stack.run("earlier", "kraken-source", settings);
        await().atMost(TestStack.LIMIT).until(() -> stack.topic("rawbook").count() >= 4);
        stopConnector("earlier");
        assertThat(offsets("earlier")).hasSize(1);

        assertThat(call("DELETE", "/connectors/earlier/offsets", null).status()).isEqualTo(200);

        assertThat(offsets("earlier")).isEmpty();
        resume("earlier");
        await().atMost(TestStack.LIMIT).until(() -> stack.topic("rawbook").count() >= 4 + trades.size());
        List<Long> ids = stack.topic("rawbook").records().stream()
                .map(record -> Long.valueOf(Topic.header(record, "kraken.trade_id")))
                .toList();
        assertThat(ids.subList(4, ids.size()))
                .isEqualTo(trades.stream().map(Trade::id).toList());
    }

    /** Without a check the worker would alter the table of the sink before it finds that the topic does not exist. */
    @Test
    void invalidOffsetsOfTheSinkChangeNothing() {
        stack.run(SINK, SINK, Map.of());
        await().atMost(TestStack.LIMIT).until(() -> stack.tables().count("connect_sink_offsets") > 0);
        stopConnector(SINK);
        String sql = "SELECT topic, partition, next_offset, epoch FROM connect_sink_offsets ORDER BY 1, 2";
        List<List<String>> rows = stack.tables().rows(sql);

        for (String topic : List.of("rawnews", "rawtrade")) {
            ObjectNode partition =
                    JSON.createObjectNode().put("kafka_topic", topic).put("kafka_partition", 99);
            Http.Response response =
                    patch(SINK, partition, JSON.createObjectNode().put("kafka_offset", 5));
            assertThat(response.status()).as(response.body()).isGreaterThanOrEqualTo(400);
            assertThat(stack.tables().rows(sql)).isEqualTo(rows);
        }
    }

    private static long nanos(Instant time) {
        return time.getEpochSecond() * 1_000_000_000L;
    }

    private static Http.Response call(String method, String path, JsonNode body) {
        return ConnectCalls.send(stack.stack().restUrl(), method, path, body);
    }

    private static Http.Response patch(String connector, JsonNode partition, JsonNode offset) {
        ObjectNode body = JSON.createObjectNode();
        ObjectNode each = body.putArray("offsets").addObject();
        each.set("partition", partition);
        each.set("offset", offset);
        return call("PATCH", "/connectors/" + connector + "/offsets", body);
    }

    private static JsonNode offsets(String connector) {
        return call("GET", "/connectors/" + connector + "/offsets", null).json().required("offsets");
    }

    private static JsonNode onlyOffset() {
        JsonNode offsets = offsets(BACKFILL);
        assertThat(offsets).as(offsets.toString()).hasSize(1);
        return offsets.get(0);
    }

    private static void awaitTrades(int count) {
        await().atMost(TestStack.LIMIT).until(() -> stack.topic("rawtrade").count() >= count);
    }

    private static void stopConnector(String name) {
        assertThat(call("PUT", "/connectors/" + name + "/stop", null).status()).isEqualTo(204);
        await().atMost(TestStack.LIMIT).until(() -> call("GET", "/connectors/" + name + "/tasks", null)
                .json()
                .isEmpty());
    }

    private static void resume(String name) {
        assertThat(call("PUT", "/connectors/" + name + "/resume", null).status())
                .isEqualTo(202);
        stack.connect().awaitRunning(List.of(name), TestStack.LIMIT);
    }
}
