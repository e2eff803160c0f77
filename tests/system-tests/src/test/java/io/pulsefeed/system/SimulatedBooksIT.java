package io.pulsefeed.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.pulsefeed.admin.ConnectRest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Order books of two pairs from the exchange's socket to rows, with the shipped sink. */
class SimulatedBooksIT {

    private static final ObjectReader JSON =
            new ObjectMapper().reader().with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final String TOPIC = "rawbooktop";
    private static final int TRADES = 400;
    private static final int TRADES_PER_SECOND = 200;

    @TempDir
    private static Path home;

    private static TestStack stack;
    private static SimulatedExchange exchange;

    @BeforeAll
    static void start() throws IOException {
        exchange = SimulatedExchange.open(11, List.of("BTC/USD", "ETH/USD"));
        stack = TestStack.start(home, Map.of());
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
        exchange.close();
    }

    /** The topic of books exists only in installations that have applied the topic profile of this release. */
    @Test
    void writesEachBookOnceAlsoIfItsTopicIsCreatedLater() throws Exception {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", stack.stack().bootstrapServers()))) {
            admin.deleteTopics(List.of(TOPIC)).all().get();
            await().atMost(TestStack.LIMIT)
                    .until(() -> !admin.listTopics().names().get().contains(TOPIC));
            stack.run("rows", "timescale-cryptoviz", Map.of("consumer.override.metadata.max.age.ms", "1000"));
            runSource("trade,ticker");
            trade();
            await().atMost(TestStack.LIMIT).until(() -> stack.tables().count("trade_data") == exchange.tradeCount());
            assertThat(stack.tables().count("book_data")).isZero();

            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
        runSource("trade,ticker,book");
        trade();
        assertRowsEqualRecords();
        stack.tables().execute("DELETE FROM connect_sink_offsets WHERE topic = '" + TOPIC + "'");
        ConnectRest connect = stack.connect();
        connect.delete("rows");
        stack.run("again", "timescale-cryptoviz", Map.of());
        trade();
        assertRowsEqualRecords();
        assertThat(stack.topic("dlq.timescale-cryptoviz").records()).isEmpty();
    }

    private static void runSource(String channels) {
        Map<String, String> settings = new HashMap<>(exchange.settings());
        settings.putAll(Map.of("channels", channels, "pairs", "XBT/USD,ETH/USD", "book.top.interval.ms", "20"));
        stack.run("books", "kraken-source", settings);
    }

    private static void trade() {
        exchange.trade(TRADES, TRADES_PER_SECOND);
        await().atMost(TestStack.LIMIT).until(exchange::isIdle);
    }

    /** Compares row by row, after the last book of both pairs has arrived. */
    private static void assertRowsEqualRecords() {
        await().atMost(TestStack.LIMIT).untilAsserted(() -> {
            List<String> expected = stack.topic(TOPIC).records().stream()
                    .map(SimulatedBooksIT::row)
                    .sorted()
                    .toList();
            assertThat(expected).hasSizeGreaterThan(50).doesNotHaveDuplicates();
            assertThat(expected).anyMatch(row -> row.startsWith("XBT/USD")).anyMatch(row -> row.startsWith("ETH/USD"));
            List<String> rows = stack
                    .tables()
                    .rows("SELECT pair, (extract(epoch FROM timestamp) * 1000000)::bigint, bid, bid_qty, ask, ask_qty,"
                            + " spread, imbalance FROM book_data")
                    .stream()
                    .map(SimulatedBooksIT::row)
                    .sorted()
                    .toList();
            assertThat(rows).isEqualTo(expected);
        });
    }

    private static String row(ConsumerRecord<String, byte[]> record) {
        try {
            JsonNode book = JSON.readTree(record.value());
            long micros = book.get("timestamp").decimalValue().movePointRight(6).longValue();
            return String.join(
                    " ",
                    book.get("pair").asText(),
                    Long.toString(micros),
                    number(book.get("bid").asText()),
                    number(book.get("bid_qty").asText()),
                    number(book.get("ask").asText()),
                    number(book.get("ask_qty").asText()),
                    number(book.get("spread").asText()),
                    number(book.get("imbalance").asText()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String row(List<String> columns) {
        StringBuilder row = new StringBuilder(columns.get(0)).append(' ').append(columns.get(1));
        columns.subList(2, columns.size()).forEach(value -> row.append(' ').append(number(value)));
        return row.toString();
    }

    private static String number(String decimal) {
        return Double.toString(Double.parseDouble(decimal));
    }
}
