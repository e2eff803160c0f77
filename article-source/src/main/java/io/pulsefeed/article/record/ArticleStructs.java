package io.pulsefeed.article.record;

import io.pulsefeed.article.config.ValueFields;
import java.math.BigDecimal;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Article values with a schema, for converters such as Avro, Protobuf and JSON Schema: numbers are 64-bit floats. */
final class ArticleStructs {

    private static final Schema TEXTS =
            SchemaBuilder.array(Schema.STRING_SCHEMA).build();

    private static final Schema SENTIMENT = SchemaBuilder.struct()
            .name("io.pulsefeed.article.Sentiment")
            .version(1)
            .field("score", Schema.FLOAT64_SCHEMA)
            .field("label", Schema.STRING_SCHEMA)
            .build();

    static final Schema SCHEMA = standardFields("io.pulsefeed.article.Article").build();

    static final Schema EXTENDED_SCHEMA = standardFields("io.pulsefeed.article.ExtendedArticle")
            .field("language", Schema.OPTIONAL_STRING_SCHEMA)
            .field("date_source", Schema.STRING_SCHEMA)
            .field("date_precision", Schema.STRING_SCHEMA)
            .field("sentiment_scorer", Schema.STRING_SCHEMA)
            .field("author", Schema.OPTIONAL_STRING_SCHEMA)
            .field("image", Schema.OPTIONAL_STRING_SCHEMA)
            .field("section", Schema.OPTIONAL_STRING_SCHEMA)
            .field("paywalled", Schema.OPTIONAL_BOOLEAN_SCHEMA)
            .field(
                    "keywords",
                    SchemaBuilder.array(Schema.STRING_SCHEMA).optional().build())
            .build();

    private ArticleStructs() {}

    private static SchemaBuilder standardFields(String name) {
        return SchemaBuilder.struct()
                .name(name)
                .version(1)
                .field("id", Schema.STRING_SCHEMA)
                .field("title", Schema.STRING_SCHEMA)
                .field("url", Schema.STRING_SCHEMA)
                .field("website", Schema.STRING_SCHEMA)
                .field("summary", Schema.STRING_SCHEMA)
                .field(
                        "content",
                        SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA)
                                .build())
                .field("published_at", Schema.FLOAT64_SCHEMA)
                .field("scraped_at", Schema.FLOAT64_SCHEMA)
                .field("tags", TEXTS)
                .field("sentiment", SENTIMENT)
                .field("cryptocurrencies_mentioned", TEXTS);
    }

    static Schema schema(ValueFields fields) {
        return fields == ValueFields.EXTENDED ? EXTENDED_SCHEMA : SCHEMA;
    }

    /** @param value with the fields of {@code schema} that have a value */
    static Struct of(Schema schema, Map<?, ?> value) {
        Struct struct = new Struct(schema);
        for (Field field : schema.fields()) {
            struct.put(field, converted(field.schema(), value.get(field.name())));
        }
        return struct;
    }

    private static @Nullable Object converted(Schema schema, @Nullable Object value) {
        if (value instanceof BigDecimal number) {
            return number.doubleValue();
        }
        return schema.type() == Schema.Type.STRUCT && value instanceof Map<?, ?> fields ? of(schema, fields) : value;
    }
}
