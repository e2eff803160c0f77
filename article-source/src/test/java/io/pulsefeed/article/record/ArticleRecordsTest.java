package io.pulsefeed.article.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.article.config.SentimentScale;
import io.pulsefeed.article.config.ValueFields;
import io.pulsefeed.article.config.ValueFormat;
import io.pulsefeed.article.date.ArticleDate;
import io.pulsefeed.article.date.DatePrecision;
import io.pulsefeed.article.date.DateSource;
import io.pulsefeed.article.extract.PageDetails;
import io.pulsefeed.article.mention.Mention;
import io.pulsefeed.article.sentiment.Scoring;
import io.pulsefeed.article.sentiment.Sentiment;
import io.pulsefeed.commons.delivery.ReceiveTime;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class ArticleRecordsTest {

    private static final Article ARTICLE = new Article(
            "https://a.example/markets/1",
            "Bitcoin \"jumps\"",
            "A",
            "Summary",
            "Text\uD83D\uDE80 and \uD83D half\u0000.",
            new ArticleDate(
                    Instant.ofEpochMilli(1_705_312_800_123L), ZoneOffset.UTC, DatePrecision.SECOND, DateSource.JSON_LD),
            Instant.ofEpochMilli(1_705_312_900_000L),
            List.of("bitcoin", "btc"),
            "en",
            new Scoring(new Sentiment(0.1234, "positive"), "vader-market/4", true),
            List.of(new Mention("bitcoin", "btc")),
            new PageDetails("A. Writer", "https://a.example/1.jpg", "Markets", true),
            List.of("Bitcoin", "ETF"),
            "0a 0b",
            null);
    private static final String JSON =
            "{\"id\":\"https://a.example/markets/1\",\"title\":\"Bitcoin \\\"jumps\\\"\",\"url\":\"https://a.example/markets/1\","
                    + "\"website\":\"A\",\"summary\":\"Summary\",\"content\":{\"text\":\"Text\uD83D\uDE80 and  half.\"},"
                    + "\"published_at\":1705312800.123,\"scraped_at\":1705312900.000,\"tags\":[\"bitcoin\",\"btc\"],"
                    + "\"sentiment\":{\"score\":0.5617,\"label\":\"positive\"},\"cryptocurrencies_mentioned\":[\"bitcoin\",\"btc\"]}";
    private static final String EXTENDED_JSON = JSON.substring(0, JSON.length() - 1)
            + ",\"language\":\"en\",\"date_source\":\"json-ld\",\"date_precision\":\"second\","
            + "\"sentiment_scorer\":\"vader-market/4\",\"author\":\"A. Writer\",\"image\":\"https://a.example/1.jpg\","
            + "\"section\":\"Markets\",\"paywalled\":true,\"keywords\":[\"Bitcoin\",\"ETF\"]}";
    private static final Article BARE = new Article(
            "u",
            "t",
            "A",
            "",
            null,
            ArticleDate.fetched(Instant.EPOCH),
            Instant.EPOCH,
            List.of(),
            "de",
            new Scoring(Sentiment.NEUTRAL, "vader-market/4", false),
            List.of(),
            PageDetails.NONE,
            List.of(),
            null,
            PageProblem.FORBIDDEN);

    @Test
    void writesDocumentedJsonBytes() {
        SourceRecord record =
                new ArticleRecords("rawarticle", SentimentScale.UNIT, ValueFormat.JSON).record(ARTICLE, Map.of());
        assertThat(record.valueSchema()).isEqualTo(Schema.BYTES_SCHEMA);
        assertThat(text(record)).isEqualTo(JSON);
        assertThat(record.key()).isEqualTo("A");
        assertThat(record.kafkaPartition()).isNull();
        assertThat(record.timestamp()).isEqualTo(1_705_312_800_123L);
        assertThat(record.sourcePartition()).isEqualTo(Map.of("site", "A"));
    }

    @Test
    void mapValueGivesSameJsonWithJsonConverter() throws Exception {
        SourceRecord record =
                new ArticleRecords("rawarticle", SentimentScale.UNIT, ValueFormat.MAP).record(ARTICLE, Map.of());
        try (JsonConverter converter = new JsonConverter()) {
            converter.configure(Map.of("schemas.enable", "false"), false);
            byte[] bytes = converter.fromConnectData("rawarticle", record.valueSchema(), record.value());
            ObjectMapper json = new ObjectMapper();
            assertThat(json.readTree(bytes)).isEqualTo(json.readTree(JSON));
        }
    }

    /** The converters for Avro, Protobuf and JSON Schema read the same schemas. */
    @Test
    void structsPassAConverterWithSchemas() throws Exception {
        for (ValueFields fields : ValueFields.values()) {
            SourceRecord record = new ArticleRecords(
                            "rawarticle", SentimentScale.UNIT, ValueFormat.STRUCT, fields, ReceiveTime.NONE)
                    .record(ARTICLE, Map.of());
            ((Struct) record.value()).validate();
            try (JsonConverter converter = new JsonConverter()) {
                converter.configure(Map.of("schemas.enable", "true"), false);
                byte[] bytes = converter.fromConnectData("rawarticle", record.valueSchema(), record.value());
                assertThat(converter.toConnectData("rawarticle", bytes))
                        .isEqualTo(new SchemaAndValue(record.valueSchema(), record.value()));
                JsonNode payload = new ObjectMapper().readTree(bytes).get("payload");
                JsonNode expected = new ObjectMapper().readTree(fields == ValueFields.STANDARD ? JSON : EXTENDED_JSON);
                assertThat(payload).isEqualTo(expected);
            }
        }
    }

    @Test
    void structsOfBareArticlesHaveNoOptionalFields() {
        Struct value = (Struct) new ArticleRecords(
                        "rawarticle", SentimentScale.UNIT, ValueFormat.STRUCT, ValueFields.EXTENDED, ReceiveTime.NONE)
                .record(BARE, Map.of())
                .value();
        value.validate();
        assertThat(value.schema().name()).isEqualTo("io.pulsefeed.article.ExtendedArticle");
        assertThat(value.getMap("content")).isEmpty();
        assertThat(value.getStruct("sentiment").getFloat64("score")).isEqualTo(0.5);
        assertThat(value.getFloat64("published_at")).isZero();
        assertThat(value.get("author")).isNull();
        assertThat(value.get("paywalled")).isNull();
        assertThat(value.getArray("keywords")).isNull();
    }

    @Test
    void compoundScaleWritesEngineScore() {
        SourceRecord record =
                new ArticleRecords("rawarticle", SentimentScale.COMPOUND, ValueFormat.JSON).record(ARTICLE, Map.of());
        assertThat(text(record)).contains("\"score\":0.1234,");
    }

    @Test
    void articleWithoutBodyHasEmptyContent() {
        SourceRecord record =
                new ArticleRecords("rawarticle", SentimentScale.UNIT, ValueFormat.JSON).record(BARE, Map.of());
        assertThat(text(record)).contains("\"content\":{},").contains("\"score\":0.5,");
        assertThat(header(record, "sentiment_reason")).isEqualTo("language");
        assertThat(header(record, "page_problem")).isEqualTo("forbidden");
        assertThat(header(record, "date_source")).isEqualTo("fetch");
        assertThat(header(record, "date_precision")).isEqualTo("none");
    }

    @Test
    void headersDescribeDateLanguageAndSentiment() {
        SourceRecord record =
                new ArticleRecords("rawarticle", SentimentScale.UNIT, ValueFormat.JSON).record(ARTICLE, Map.of());

        assertThat(header(record, "date_source")).isEqualTo("json-ld");
        assertThat(header(record, "date_precision")).isEqualTo("second");
        assertThat(header(record, "language")).isEqualTo("en");
        assertThat(header(record, "sentiment_scorer")).isEqualTo("vader-market/4");
        assertThat(header(record, "sentiment_reason")).isNull();
        assertThat(header(record, "author")).isEqualTo("A. Writer");
        assertThat(header(record, "image")).isEqualTo("https://a.example/1.jpg");
        assertThat(header(record, "section")).isEqualTo("Markets");
        assertThat(header(record, "paywalled")).isEqualTo("true");
        assertThat(header(record, "keywords")).isEqualTo("Bitcoin,ETF");
        assertThat(header(record, "text_sketch")).isEqualTo("0a 0b");
    }

    @Test
    void extendedValueAddsFieldsAtTheEnd() {
        ArticleRecords records = new ArticleRecords(
                "rawarticle", SentimentScale.UNIT, ValueFormat.JSON, ValueFields.EXTENDED, ReceiveTime.NONE);

        assertThat(text(records.record(ARTICLE, Map.of()))).isEqualTo(EXTENDED_JSON);
    }

    private static Object header(SourceRecord record, String name) {
        Header header = record.headers().lastWithName(name);
        return header == null ? null : header.value();
    }

    @Test
    void hasTheReceiveTimeOnlyIfEnabled() {
        ReceiveTime receiveTime = new ReceiveTime(true, Clock.systemUTC());
        SourceRecord record = new ArticleRecords(
                        "rawarticle", SentimentScale.UNIT, ValueFormat.JSON, ValueFields.STANDARD, receiveTime)
                .record(ARTICLE, Map.of());
        assertThat(record.headers().lastWithName("recv_ns").value())
                .isEqualTo(ARTICLE.scraped().toEpochMilli() * 1_000_000L
                        + ARTICLE.scraped().getNano() % 1_000_000);
        assertThat(new ArticleRecords("rawarticle", SentimentScale.UNIT, ValueFormat.JSON)
                        .record(ARTICLE, Map.of())
                        .headers()
                        .lastWithName("recv_ns"))
                .isNull();
    }

    private static String text(SourceRecord record) {
        return new String((byte[]) record.value(), StandardCharsets.UTF_8);
    }
}
