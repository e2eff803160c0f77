package io.pulsefeed.article.record;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.pulsefeed.article.config.SentimentScale;
import io.pulsefeed.article.config.ValueFields;
import io.pulsefeed.article.config.ValueFormat;
import io.pulsefeed.article.mention.Mention;
import io.pulsefeed.commons.delivery.ReceiveTime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** Converts articles to records: the key is the site name, the timestamp is the publication time. */
public final class ArticleRecords {

    static final String DATE_SOURCE = "date_source";
    static final String DATE_PRECISION = "date_precision";
    static final String LANGUAGE = "language";
    static final String SENTIMENT_SCORER = "sentiment_scorer";
    static final String PAGE_PROBLEM = "page_problem";
    static final String SENTIMENT_REASON = "sentiment_reason";
    static final String TEXT_SKETCH = "text_sketch";

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();
    private static final int SCORE_DECIMALS = 4;
    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    private final String topic;
    private final SentimentScale scale;
    private final ValueFormat format;
    private final ValueFields fields;
    private final ReceiveTime receiveTime;

    /** With the standard fields, without the receive time. */
    public ArticleRecords(String topic, SentimentScale scale, ValueFormat format) {
        this(topic, scale, format, ValueFields.STANDARD, ReceiveTime.NONE);
    }

    public ArticleRecords(
            String topic, SentimentScale scale, ValueFormat format, ValueFields fields, ReceiveTime receiveTime) {
        this.receiveTime = receiveTime;
        this.topic = topic;
        this.scale = scale;
        this.format = format;
        this.fields = fields;
    }

    public SourceRecord record(Article article, Map<String, ?> offset) {
        SchemaAndValue value = formatted(value(article));
        SourceRecord record = new SourceRecord(
                SiteOffsets.partition(article.website()),
                offset,
                topic,
                null,
                Schema.STRING_SCHEMA,
                article.website(),
                value.schema(),
                value.value(),
                article.published().toEpochMilli(),
                headers(article));
        ReceiveTime.addTo(record.headers(), receiveTime.of(article.scraped()));
        return record;
    }

    private SchemaAndValue formatted(Map<String, Object> value) {
        Schema schema = ArticleStructs.schema(fields);
        return switch (format) {
            case JSON -> new SchemaAndValue(Schema.BYTES_SCHEMA, json(value));
            case MAP -> new SchemaAndValue(null, numbersAsDoubles(value));
            case STRUCT -> new SchemaAndValue(schema, ArticleStructs.of(schema, value));
        };
    }

    private static Headers headers(Article article) {
        Headers headers = new ConnectHeaders()
                .addString(DATE_SOURCE, article.date().source().label())
                .addString(DATE_PRECISION, article.date().precision().label())
                .addString(SENTIMENT_SCORER, article.scoring().scorer());
        if (article.language() != null) {
            headers.addString(LANGUAGE, article.language());
        }
        if (!article.scoring().isLanguageSupported()) {
            headers.addString(SENTIMENT_REASON, "language");
        }
        if (article.pageProblem() != null) {
            headers.addString(PAGE_PROBLEM, article.pageProblem().label());
        }
        if (article.textSketch() != null) {
            headers.addString(TEXT_SKETCH, article.textSketch());
        }
        details(article).forEach((name, value) -> headers.addString(name, text(value)));
        return headers;
    }

    private static String text(Object value) {
        return value instanceof List<?> list
                ? String.join(",", list.stream().map(String::valueOf).toList())
                : value.toString();
    }

    /** Metadata of the page, without missing fields. */
    private static Map<String, Object> details(Article article) {
        Map<String, Object> details = new LinkedHashMap<>();
        put(details, "author", article.details().author());
        put(details, "image", article.details().image());
        put(details, "section", article.details().section());
        put(details, "paywalled", article.details().isPaywalled());
        if (!article.keywords().isEmpty()) {
            details.put(
                    "keywords", article.keywords().stream().map(CleanText::of).toList());
        }
        return details;
    }

    private static void put(Map<String, Object> details, String name, @Nullable Object value) {
        if (value != null) {
            details.put(name, value instanceof String text ? CleanText.of(text) : value);
        }
    }

    /** Fields in the documented order; numbers as {@link BigDecimal}. */
    private Map<String, Object> value(Article article) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("id", CleanText.of(article.url()));
        value.put("title", CleanText.of(article.title()));
        value.put("url", CleanText.of(article.url()));
        value.put("website", CleanText.of(article.website()));
        value.put("summary", CleanText.of(article.summary()));
        String text = article.text() == null ? "" : CleanText.of(article.text());
        value.put("content", text.isBlank() ? Map.of() : Map.of("text", text));
        value.put("published_at", seconds(article.published()));
        value.put("scraped_at", seconds(article.scraped()));
        value.put("tags", article.tags().stream().map(CleanText::of).toList());
        Map<String, Object> sentiment = new LinkedHashMap<>();
        sentiment.put("score", score(article.sentiment().compound()));
        sentiment.put("label", article.sentiment().label());
        value.put("sentiment", sentiment);
        List<String> coins = new ArrayList<>();
        for (Mention mention : article.mentions()) {
            coins.add(mention.slug());
            coins.add(mention.ticker());
        }
        value.put("cryptocurrencies_mentioned", coins.stream().distinct().toList());
        if (fields == ValueFields.EXTENDED) {
            put(value, LANGUAGE, article.language());
            value.put(DATE_SOURCE, article.date().source().label());
            value.put(DATE_PRECISION, article.date().precision().label());
            value.put(SENTIMENT_SCORER, article.scoring().scorer());
            value.putAll(details(article));
        }
        return value;
    }

    private static BigDecimal seconds(Instant instant) {
        return BigDecimal.valueOf(instant.toEpochMilli(), 3);
    }

    private BigDecimal score(double compound) {
        BigDecimal score = BigDecimal.valueOf(compound);
        score = scale == SentimentScale.UNIT ? score.add(BigDecimal.ONE).divide(TWO) : score;
        BigDecimal rounded =
                score.setScale(SCORE_DECIMALS, RoundingMode.HALF_EVEN).stripTrailingZeros();
        return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
    }

    /** Schemaless Connect data does not support {@link BigDecimal}. */
    private static Map<String, Object> numbersAsDoubles(Map<String, Object> value) {
        Map<String, Object> doubles = new LinkedHashMap<>();
        value.forEach((key, item) -> {
            if (item instanceof BigDecimal number) {
                doubles.put(key, number.doubleValue());
            } else if (key.equals("sentiment") && item instanceof Map<?, ?> sentiment) {
                Map<String, Object> inner = new LinkedHashMap<>();
                sentiment.forEach((name, part) ->
                        inner.put((String) name, part instanceof BigDecimal number ? number.doubleValue() : part));
                doubles.put(key, inner);
            } else {
                doubles.put(key, item);
            }
        });
        return doubles;
    }

    private static byte[] json(Map<String, Object> value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
        try (JsonGenerator json = JSON.createGenerator(out, JsonEncoding.UTF8)) {
            write(json, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void write(JsonGenerator json, Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.writeFieldName((String) entry.getKey());
                write(json, entry.getValue());
            }
            json.writeEndObject();
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object item : list) {
                write(json, item);
            }
            json.writeEndArray();
        } else if (value instanceof BigDecimal number) {
            json.writeNumber(number);
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else {
            json.writeString((String) value);
        }
    }
}
