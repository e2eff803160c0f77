package io.pulsefeed.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.system.Pulsefeed.Result;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The audit of a day of trades and of articles: complete after a kill, a new column, late trades and a replay, then with one fault of
 * each kind, in simulated sources, topics and tables. {@code -Daudit.trades=1000000} sets the number of trades.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AuditIT {

    private static final int TRADES = Integer.getInteger("audit.trades", 50_000);
    private static final Instant DAY = Instant.now().minus(Duration.ofDays(2)).truncatedTo(ChronoUnit.DAYS);
    private static final int LATE = 500;
    private static final long STEP_MICROS = 86_400_000_000L / TRADES;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> PAIRS = List.of("XBT/USD", "ETH/USD", "SOL/USD");

    @TempDir
    private static Path folder;

    private static AuditedSources sources;
    private static TestStack stack;
    private static Pulsefeed pulsefeed;

    @BeforeAll
    static void start() throws IOException {
        sources = AuditedSources.start(folder.resolve("sources"));
        stack = TestStack.start(folder.resolve("home"), Map.of());
        pulsefeed = Pulsefeed.of(stack);
        stack.run(
                "rows",
                "timescale-cryptoviz",
                Map.of(
                        "ledger.enabled", "true",
                        "transforms", "drop",
                        "transforms.drop.type", "org.apache.kafka.connect.transforms.Filter",
                        "transforms.drop.predicate", "marked",
                        "predicates", "marked",
                        "predicates.marked.type", "org.apache.kafka.connect.transforms.predicates.HasHeaderKey",
                        "predicates.marked.name", "drop"));
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
        if (sources != null) {
            sources.close();
        }
    }

    @Test
    @Order(1)
    void isCompleteAfterAKillAndAReplay() throws IOException {
        stack.run("articles", "article-source", sources.articleSettings());
        send(0, TRADES / 2);
        await().atMost(TestStack.LIMIT)
                .until(() -> consumed() > 0 && stack.tables().count("article_data") > 2);
        sources.publish();
        stack.killAndRestart();
        stack.connect().awaitRunning(List.of("rows", "articles"), TestStack.LIMIT);
        sql("ALTER TABLE trade_data ADD COLUMN note text");
        send(TRADES / 2, TRADES);
        sendLate();
        awaitConsumed(TRADES + LATE);
        awaitValue(
                "SELECT sum(emitted) = " + AuditedSources.ARTICLES
                        + " AND sum(missing) = 0 FROM pulsefeed_source_account WHERE kind = 'article'",
                "t");
        awaitValue("SELECT count(*) FROM article_data", Integer.toString(AuditedSources.ARTICLES));
        Result replay = pulsefeed.run(List.of(
                "replay",
                "--connector",
                "rows",
                "--from",
                DAY.plus(Duration.ofHours(20)).toString(),
                "--connect-url",
                stack.stack().restUrl()));
        assertThat(replay.code()).as(replay.err()).isZero();

        JsonNode deep = audit(0, "--deep");

        assertThat(deep.path("findings")).isEmpty();
        assertThat(deep.path("notes")).isEmpty();
        assertThat(deep.path("complete").asBoolean()).isTrue();
        JsonNode trades = stream(deep, "rawtrade");
        assertThat(trades.path("consumed").asInt()).isEqualTo(TRADES + LATE);
        // Offsets decide: the late trades were written after those of 20:00.
        assertThat(trades.path("replayed").asInt()).isBetween(TRADES / 6 + LATE - 1, TRADES / 6 + LATE + 2);
        assertThat(stream(deep, "rawarticle").path("consumed").asInt()).isGreaterThanOrEqualTo(AuditedSources.ARTICLES);
        assertThat(audit(0).path("findings")).isEmpty();
    }

    @Test
    @Order(2)
    void namesEachFaultWithItsStageAndNothingElse() throws IOException {
        try (KafkaProducer<String, byte[]> producer = producer()) {
            ProducerRecord<String, byte[]> dropped = trade(TRADES + LATE, DAY.plusSeconds(10));
            dropped.headers().add("drop", new byte[] {1});
            producer.send(dropped);
            producer.send(new ProducerRecord<>(
                    "rawtrade",
                    0,
                    DAY.plusSeconds(20).toEpochMilli(),
                    "XBT/USD",
                    "{\"pair\":5}".getBytes(StandardCharsets.UTF_8)));
            producer.send(trade(TRADES + LATE + 1, DAY.plusSeconds(30)));
        }
        awaitConsumed(TRADES + LATE + 2);
        String trades = withholdTrades();
        String page = withholdArticle();
        losePacket();
        String deleted = stack.tables()
                .rows("SELECT min(article_id) FROM article_data")
                .get(0)
                .get(0);
        sql("DELETE FROM article_data WHERE article_id = '" + deleted + "'");
        sql("DELETE FROM trade_data WHERE trade_id = 11 AND pair <> 'ADA/USD'");
        sql("UPDATE trade_data SET price = 1.5 WHERE trade_id = 12 AND pair <> 'ADA/USD'");
        sql("DROP INDEX trade_data_key");
        // In another hour, so that the numbers of rows differ in both.
        int doubled = TRADES / 2;
        sql("INSERT INTO trade_data SELECT * FROM trade_data WHERE trade_id = " + doubled);
        long lost = sources.lostPackets();

        JsonNode report = audit(1, "--deep");

        List<JsonNode> findings = new ArrayList<>();
        report.path("findings").forEach(findings::add);
        assertThat(findings)
                .extracting(
                        finding -> finding.path("kind").asText(),
                        finding -> finding.path("stage").asText(),
                        finding -> item(finding.path("item").asText()))
                .containsExactlyInAnyOrder(
                        tuple("missing", "table", "11"),
                        tuple("altered", "table", "12"),
                        tuple("doubled", "table", Integer.toString(doubled)),
                        tuple("missing", "transform", Integer.toString(TRADES + LATE)),
                        tuple("missing", "exchange", "ADA/USD " + trades),
                        tuple("missing", "network", lost + " packets"),
                        tuple("missing", "site", page),
                        tuple("missing", "table", deleted),
                        tuple("missing", "dead letter", "rawtrade-0@" + (TRADES + LATE + 1)));
        assertThat(report.path("complete").asBoolean()).isFalse();

        Result text = run(List.of(
                "audit",
                "--since",
                DAY.toString(),
                "--connect-url",
                stack.stack().restUrl()));
        assertThat(text.code()).isEqualTo(1);
        assertThat(text.out()).contains("NOT complete").contains("dead letter").contains("--deep identifies them");
    }

    private static String item(String item) {
        return item.startsWith(AuditedSources.DEVICE)
                ? packets(item.replaceFirst(".* ", "")) + " packets"
                : item.startsWith(AuditedSources.WITHHELD_SITE + " ")
                        ? URI.create(item.substring(AuditedSources.WITHHELD_SITE.length() + 1))
                                .getPath()
                        : item.replaceFirst(".*trade_id=(\\d+).*", "$1").replaceFirst(".*article_id=([^,]*).*", "$1");
    }

    /** @param range such as {@code 7} or {@code 7-9} */
    private static long packets(String range) {
        String[] bounds = range.split("-");
        return Long.parseLong(bounds[bounds.length - 1]) - Long.parseLong(bounds[0]) + 1;
    }

    private static JsonNode stream(JsonNode report, String topic) {
        for (JsonNode stream : report.path("streams")) {
            if (stream.path("topic").asText().equals(topic)) {
                return stream;
            }
        }
        throw new AssertionError("no stream " + topic + " in " + report);
    }

    /** @return the numbers that the source has declared missing */
    private static String withholdTrades() {
        stack.run("trades", "kraken-source", sources.tradeSettings());
        String numbers = sources.withholdTrades();
        awaitValue("SELECT sum(missing) > 0 FROM pulsefeed_source_account WHERE kind = 'trade'", "t");
        stack.connect().stop("trades");
        return numbers;
    }

    /** @return the path of an article that the site lists without having its page */
    private static String withholdArticle() {
        String path = sources.withholdArticle();
        stack.connect().restart("articles");
        awaitValue("SELECT count(*) FROM article_data", Integer.toString(AuditedSources.ARTICLES + 1));
        awaitValue("SELECT count(*) FROM pulsefeed_source_account WHERE detail -> 'skipped' ->> 'missing' = '1'", "1");
        stack.connect().stop("articles");
        return path;
    }

    private static void losePacket() {
        stack.run("body", "timescale-emotibit", Map.of());
        stack.run("devices", "emotibit-source", sources.deviceSettings());
        awaitValue("SELECT count(DISTINCT device_id) FROM emotibit_packet", Integer.toString(AuditedSources.DEVICES));
        sources.losePacket();
        awaitValue("SELECT sum(missing) > 0 FROM pulsefeed_source_account WHERE kind = 'packet'", "t");
        sources.stopSensors();
        stack.connect().stop("devices");
    }

    private static JsonNode audit(int code, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "audit",
                "--json",
                "--since",
                DAY.toString(),
                "--connect-url",
                stack.stack().restUrl()));
        arguments.addAll(List.of(more));
        Result result = run(arguments);
        assertThat(result.code()).as(result.out() + result.err()).isEqualTo(code);
        return JSON.readTree(result.out().lines().reduce((first, last) -> last).orElseThrow());
    }

    private static Result run(List<String> arguments) {
        return pulsefeed.run(arguments);
    }

    private static void sql(String statement) {
        stack.tables().execute(statement);
    }

    private static void awaitValue(String query, String value) {
        await().alias(query)
                .atMost(TestStack.LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> List.of(List.of(value)).equals(stack.tables().rows(query)));
    }

    private static void awaitConsumed(long records) {
        await().atMost(TestStack.LIMIT).pollInterval(Duration.ofMillis(200)).until(() -> consumed() >= records);
    }

    private static long consumed() {
        List<List<String>> sum =
                stack.tables().rows("SELECT coalesce(sum(consumed), 0) FROM pulsefeed_ledger WHERE topic = 'rawtrade'");
        return sum.isEmpty() ? 0 : Long.parseLong(sum.get(0).get(0));
    }

    private static void send(int from, int to) {
        try (KafkaProducer<String, byte[]> producer = producer()) {
            for (int i = from; i < to; i++) {
                producer.send(trade(i, DAY.plus(i * STEP_MICROS, ChronoUnit.MICROS)));
            }
        }
    }

    /** Trades of closed hours, the latest first, as a source writes them after a long gap. */
    private static void sendLate() {
        try (KafkaProducer<String, byte[]> producer = producer()) {
            for (int i = 0; i < LATE; i++) {
                producer.send(trade(TRADES + i, DAY.plus(Duration.ofHours(4)).minusSeconds(20L * i)));
            }
        }
    }

    private static ProducerRecord<String, byte[]> trade(int id, Instant time) {
        String pair = PAIRS.get(id % PAIRS.size());
        String json = String.format(
                Locale.ROOT,
                "{\"pair\":\"%s\",\"price\":%d.%d,\"volume\":0.125,\"timestamp\":%d.%06d,\"side\":\"s\"}",
                pair,
                3_000 + id % 977,
                id % 10,
                time.getEpochSecond(),
                time.getNano() / 1000);
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>("rawtrade", 0, time.toEpochMilli(), pair, json.getBytes(StandardCharsets.UTF_8));
        record.headers().add("kraken.trade_id", Integer.toString(id).getBytes(StandardCharsets.UTF_8));
        return record;
    }

    private static KafkaProducer<String, byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", stack.stack().bootstrapServers(), "enable.idempotence", true),
                new StringSerializer(),
                new ByteArraySerializer());
    }
}
