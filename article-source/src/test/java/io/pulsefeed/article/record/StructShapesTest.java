package io.pulsefeed.article.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.WithNull;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Schema.Type;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the converters for Avro, Protobuf and JSON Schema require of schemas and structs. */
class StructShapesTest {

    /** Of Avro and Protobuf. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    /** The types that all three formats have without a logical type. */
    private static final Set<Type> TYPES =
            Set.of(Type.STRING, Type.FLOAT64, Type.BOOLEAN, Type.ARRAY, Type.MAP, Type.STRUCT);

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @EnumSource(ValueFields.class)
    void schemasHaveNamesAndTypesOfAllFormats(ValueFields fields) {
        Map<String, Schema> named = new HashMap<>();

        requireShape(ArticleStructs.schema(fields), named);

        assertThat(named).hasSize(2);
    }

    private static void requireShape(Schema schema, Map<String, Schema> named) {
        assertThat(schema.type()).isIn(TYPES);
        assertThat(schema.defaultValue()).isNull();
        switch (schema.type()) {
            case STRUCT -> {
                assertThat(schema.name().split("\\."))
                        .allMatch(part -> NAME.matcher(part).matches());
                assertThat(named.put(schema.name(), schema)).isIn(null, schema);
                assertThat(schema.version()).isPositive();
                for (Field field : schema.fields()) {
                    assertThat(field.name()).matches(NAME);
                    requireShape(field.schema(), named);
                }
            }
            case ARRAY -> {
                // The elements of a repeated field of Protobuf cannot be missing.
                assertThat(schema.valueSchema().isOptional()).isFalse();
                assertThat(schema.valueSchema().type()).isNotIn(Type.ARRAY, Type.MAP);
                requireShape(schema.valueSchema(), named);
            }
            case MAP -> {
                // A map of Avro has text as keys.
                assertThat(schema.keySchema().type()).isEqualTo(Type.STRING);
                assertThat(schema.keySchema().isOptional()).isFalse();
                assertThat(schema.valueSchema().isOptional()).isFalse();
                requireShape(schema.valueSchema(), named);
            }
            default -> {
                // A type without parts.
            }
        }
    }

    @Property(tries = 300)
    void structsHaveTheValuesOfTheJson(
            @ForAll String title,
            @ForAll @WithNull String text,
            @ForAll @WithNull String author,
            @ForAll @WithNull String section,
            @ForAll @WithNull Boolean isPaywalled,
            @ForAll @Size(max = 3) List<String> words,
            @ForAll @DoubleRange(min = -1, max = 1) double compound,
            @ForAll @LongRange(min = 800_000_000_000L, max = 4_000_000_000_000L) long publishedMs,
            @ForAll SentimentScale scale,
            @ForAll ValueFields fields)
            throws IOException {
        ArticleDate date = new ArticleDate(
                Instant.ofEpochMilli(publishedMs), ZoneOffset.UTC, DatePrecision.SECOND, DateSource.FEED);
        Article article = new Article(
                "https://a.example/" + publishedMs,
                title,
                "A",
                title,
                text,
                date,
                Instant.ofEpochMilli(publishedMs + 1),
                words,
                section == null ? null : "en",
                new Scoring(Sentiment.of(compound), "vader-market/4", true),
                words.isEmpty() ? List.of() : List.of(new Mention("bitcoin", "btc")),
                new PageDetails(author, null, section, isPaywalled),
                words,
                null,
                null);

        SourceRecord struct = record(article, scale, ValueFormat.STRUCT, fields);

        ((Struct) struct.value()).validate();
        JsonNode expected = JSON.readTree(
                (byte[]) record(article, scale, ValueFormat.JSON, fields).value());
        JsonNode score = expected.get("sentiment").get("score");
        ((ObjectNode) expected.get("sentiment")).put("score", score.doubleValue());
        assertThat(withoutNulls(struct)).isEqualTo(expected);
    }

    private static SourceRecord record(Article article, SentimentScale scale, ValueFormat format, ValueFields fields) {
        return new ArticleRecords("rawarticle", scale, format, fields, ReceiveTime.NONE).record(article, Map.of());
    }

    /** The payload that a converter with schemas writes, after a round trip. */
    private static JsonNode withoutNulls(SourceRecord record) throws IOException {
        try (JsonConverter converter = new JsonConverter()) {
            converter.configure(Map.of("schemas.enable", "true"), false);
            byte[] bytes = converter.fromConnectData("rawarticle", record.valueSchema(), record.value());
            assertThat(converter.toConnectData("rawarticle", bytes))
                    .isEqualTo(new SchemaAndValue(record.valueSchema(), record.value()));
            JsonNode payload = JSON.readTree(bytes).get("payload");
            payload.properties().removeIf(field -> field.getValue().isNull());
            return payload;
        }
    }
}
