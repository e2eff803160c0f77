package io.pulsefeed.timescale;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.testing.Checkout;
import io.pulsefeed.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TimescaleSinkIT {

    private static final TopicPartition TRADES = new TopicPartition("rawtrade", 0);

    private TestDatabase database;

    @BeforeEach
    void createSchema() {
        database = TestDatabase.fresh();
    }

    @Test
    void writesTradesWithIdFromHeader() {
        List<SinkRecord> trades = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            trades.add(trade(i));
        }
        try (SinkDriver sink = new SinkDriver(settings("rawtrade"), Map.of(TRADES, trades), true)) {
            sink.drain();
        }
        assertThat(database.count("SELECT count(*) FROM trade_data")).isEqualTo(2_000);
        assertThat(database.rows("SELECT timestamp AT TIME ZONE 'UTC', pair, price, volume, side, trade_id"
                        + " FROM trade_data WHERE trade_id = 1007"))
                .containsExactly("2026-09-25 21:35:06.000007|XBT/USD|57007.1|0.25|b|1007");
        assertThat(database.rows("SELECT topic, partition, next_offset FROM connect_sink_offsets"))
                .containsExactly("rawtrade|0|2000");
    }

    @Test
    void resumesFromStoredOffsetAfterRestart() {
        List<SinkRecord> trades = new ArrayList<>();
        for (int i = 0; i < 1_500; i++) {
            trades.add(trade(i));
        }
        try (SinkDriver sink = new SinkDriver(settings("rawtrade"), Map.of(TRADES, trades.subList(0, 1_000)), true)) {
            sink.drain();
        }
        database.execute("DROP INDEX trade_data_key");
        try (SinkDriver sink = new SinkDriver(settings("rawtrade"), Map.of(TRADES, trades), true)) {
            sink.drain();
        }
        assertThat(database.count("SELECT count(*) FROM trade_data")).isEqualTo(1_500);
    }

    @Test
    void mergesRowsThatAlreadyExist() {
        List<SinkRecord> trades = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            trades.add(trade(i));
        }
        try (SinkDriver sink = new SinkDriver(settings("rawtrade"), Map.of(TRADES, trades), true)) {
            sink.drain();
        }
        database.execute("DELETE FROM connect_sink_offsets; DELETE FROM trade_data WHERE trade_id % 2 = 0");
        try (SinkDriver sink = new SinkDriver(settings("rawtrade"), Map.of(TRADES, trades), true)) {
            sink.drain();
        }
        assertThat(database.count("SELECT count(*) FROM trade_data")).isEqualTo(300);
    }

    @Test
    void reportsBadRecordAndWritesTheOthers() {
        List<SinkRecord> trades =
                new ArrayList<>(List.of(trade(0), record("rawtrade", 1, "{\"pair\":\"XBT/USD\"}", null), trade(2)));
        try (SinkDriver sink = new SinkDriver(settings("rawtrade"), Map.of(TRADES, trades), true)) {
            sink.drain();
            assertThat(sink.context().reported()).hasSize(1);
            assertThat(sink.context().reported().get(0).error())
                    .hasMessageContaining("column timestamp of table trade_data");
        }
        assertThat(database.count("SELECT count(*) FROM trade_data")).isEqualTo(2);
    }

    @Test
    void writesArticlesWithArraysThroughCopyAndMerge() {
        String article =
                """
                {"id":"https://x/1","title":"A","url":"https://x/1","website":"X","summary":"s","content":{},
                 "published_at":1758828906.5,"scraped_at":1758828999,"tags":["a"],
                 "sentiment":{"score":0.5,"label":"neutral"},"cryptocurrencies_mentioned":["BTC","a\\"b"]}""";
        TopicPartition articles = new TopicPartition("rawarticle", 0);
        List<SinkRecord> records = List.of(record("rawarticle", 0, article, null));
        for (int round = 0; round < 2; round++) {
            try (SinkDriver sink = new SinkDriver(settings("rawarticle"), Map.of(articles, records), false)) {
                sink.drain();
            }
            assertThat(database.rows(
                            "SELECT article_id, sentiment_score, cryptocurrencies_mentioned FROM article_data"))
                    .containsExactly("https://x/1|0.5|{BTC,\"a\\\"b\"}");
            database.execute("DELETE FROM connect_sink_offsets");
        }
    }

    /** The columns for headers exist in new tables; in one of 0.1.0 they are filled as soon as they are added. */
    @Test
    void writesHeadersOfArticlesIntoTheColumnsThatExist() {
        TopicPartition articles = new TopicPartition("rawarticle", 0);
        String columns =
                "SELECT article_id, language, author, keywords, paywalled, page_problem FROM article_data ORDER BY 1";
        List<SinkRecord> records = new ArrayList<>(List.of(article(0)));
        try (SinkDriver sink = new SinkDriver(settings("rawarticle"), Map.of(articles, records), true)) {
            sink.drain();
        }
        assertThat(database.rows(columns)).containsExactly("a0|en|A. Writer|ETF, Bitcoin|t|null");

        database.execute("DROP TABLE article_data CASCADE; DELETE FROM connect_sink_offsets");
        database.execute(Checkout.text("tests/system-tests/src/test/resources/upgrade/0.1.0/tables.sql"));
        try (SinkDriver sink = new SinkDriver(settings("rawarticle"), Map.of(articles, records), true)) {
            sink.drain();
            assertThat(database.rows("SELECT article_id, sentiment_label FROM article_data"))
                    .containsExactly("a0|neutral");

            database.execute("ALTER TABLE article_data ADD COLUMN language text, ADD COLUMN paywalled boolean");
        }
        records.add(article(1));
        try (SinkDriver sink = new SinkDriver(settings("rawarticle"), Map.of(articles, records), true)) {
            sink.drain();
        }
        assertThat(database.rows("SELECT article_id, language, paywalled FROM article_data ORDER BY 1"))
                .containsExactly("a0|null|null", "a1|en|t");
    }

    private static SinkRecord article(int i) {
        SinkRecord record = record(
                "rawarticle",
                i,
                """
                {"id":"a%d","title":"A","url":"u","website":"X","summary":"s","content":{},"published_at":1758828906.5,
                 "scraped_at":1758828999,"tags":[],"sentiment":{"score":0.5,"label":"neutral"},"cryptocurrencies_mentioned":[]}"""
                        .formatted(i),
                null);
        record.headers()
                .addString("language", "en")
                .addString("author", "A. Writer")
                .addString("keywords", "ETF, Bitcoin")
                .addString("paywalled", "true");
        return record;
    }

    private Map<String, String> settings(String topics) {
        Map<String, String> settings = new HashMap<>();
        settings.put("name", "sink");
        settings.put("topics", topics);
        settings.put("profile", "cryptoviz");
        settings.put("connection.url", database.url());
        return settings;
    }

    private static SinkRecord trade(int i) {
        String json = "{\"pair\":\"XBT/USD\",\"price\":" + (57000 + i) + ".1,\"volume\":0.25,\"timestamp\":"
                + "1790372106." + String.format("%06d", i) + ",\"side\":\"b\"}";
        return record("rawtrade", i, json, 1000L + i);
    }

    private static SinkRecord record(String topic, long offset, String json, Long tradeId) {
        ConnectHeaders headers = new ConnectHeaders();
        if (tradeId != null) {
            headers.addLong("kraken.trade_id", tradeId);
        }
        return new SinkRecord(
                topic,
                0,
                null,
                "XBT/USD",
                null,
                json.getBytes(StandardCharsets.UTF_8),
                offset,
                0L,
                TimestampType.CREATE_TIME,
                headers);
    }
}
