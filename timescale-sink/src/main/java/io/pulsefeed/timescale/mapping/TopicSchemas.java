package io.pulsefeed.timescale.mapping;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The schemas of the records of a topic, in the order in which they were seen. They determine the types of columns, and the fields that
 * {@code fields.TOPIC = *} maps. A field has the schema of the first record that has the field.
 */
public final class TopicSchemas {

    private final @Nullable String unwrap;
    private final boolean isEnvelope;
    private final List<Schema> values = new ArrayList<>();
    private @Nullable Schema key;

    public TopicSchemas(TopicMapping topic) {
        this(topic.unwrap(), topic.deletes() == DeleteMode.ENVELOPE);
    }

    private TopicSchemas(@Nullable String unwrap, boolean isEnvelope) {
        this.unwrap = unwrap;
        this.isEnvelope = isEnvelope;
    }

    /** A copy that does not change when schemas are added. */
    public TopicSchemas copy() {
        TopicSchemas copy = new TopicSchemas(unwrap, isEnvelope);
        copy.values.addAll(values);
        copy.key = key;
        return copy;
    }

    /** @param schemas of a record whose value has fields */
    public void add(RecordSchemas schemas) {
        key = key == null ? schemas.key() : key;
        addRow(isEnvelope ? firstOf(schemas.value(), "after", "before") : schemas.value());
    }

    /** Whether all fields of a schema of values are known. */
    boolean covers(Schema value) {
        TopicSchemas other = new TopicSchemas(unwrap, isEnvelope);
        if (value.type() == Schema.Type.STRUCT) {
            other.add(new RecordSchemas(null, value, true));
        }
        return names().containsAll(other.names());
    }

    private static @Nullable Schema firstOf(Schema schema, String... names) {
        for (String name : names) {
            if (schema.field(name) != null) {
                return schema.field(name).schema();
            }
        }
        return null;
    }

    private void addRow(@Nullable Schema row) {
        if (row == null || row.type() != Schema.Type.STRUCT) {
            return;
        }
        Field object = unwrap == null ? null : row.field(unwrap);
        if (object != null && object.schema().type() == Schema.Type.STRUCT) {
            addNew(object.schema());
        }
        addNew(row);
    }

    private void addNew(Schema schema) {
        if (!values.contains(schema)) {
            values.add(schema);
        }
    }

    /** Returns a mapping with the top-level fields of the schemas instead of {@code *}, except those that are mapped otherwise. */
    public TopicMapping expand(TopicMapping topic) {
        return topic.withTables(topic.tables().stream()
                .map(table -> table.mapsAllFields() ? table.withFields(expanded(table)) : table)
                .toList());
    }

    private List<FieldMapping> expanded(TableMapping table) {
        Set<String> mapped = new HashSet<>();
        List<FieldMapping> all = new ArrayList<>();
        for (FieldMapping field : table.fields()) {
            mapped.add(field.column());
            if (field.source() instanceof Source.Field source) {
                source.paths().forEach(path -> mapped.add(path.get(0)));
            }
        }
        for (FieldMapping field : table.fields()) {
            if (field.source() instanceof Source.AllFields) {
                names().stream()
                        .filter(name -> !mapped.contains(name))
                        .forEach(name -> all.add(FieldMapping.ofField(name)));
            } else {
                all.add(field);
            }
        }
        return all;
    }

    /** The SQL type of a top-level field. */
    public String sqlTypeOf(String name) {
        return typeOf(List.of(name)).sql();
    }

    /** Names of the top-level fields. */
    private Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        for (Schema schema : values) {
            schema.fields().forEach(field -> names.add(field.name()));
        }
        if (unwrap != null && values.size() > 1) {
            names.remove(unwrap);
        }
        return names;
    }

    /** The type of a column without one in the mapping; null if the schemas do not have the field. */
    @Nullable
    ColumnType typeOf(FieldMapping field, TableMapping table) {
        Source source = field.source();
        if (source instanceof Source.Field fieldSource) {
            return fieldSource.paths().stream()
                    .map(this::typeOf)
                    .filter(type -> type != null)
                    .findFirst()
                    .map(type -> new ColumnType(
                            type.sql(),
                            type.isRequired()
                                    && fieldSource.paths().size() == 1
                                    && table.absent() == AbsentFields.NULL))
                    .orElse(null);
        }
        if (source instanceof Source.RecordKey recordKey) {
            return key == null ? null : typeOf(key, recordKey.path());
        }
        if (source instanceof Source.Element element && table.each() != null) {
            return values.stream()
                    .map(schema -> schemaOf(schema, table.each()))
                    .filter(array -> array != null && array.type() == Schema.Type.ARRAY)
                    .map(array -> typeOf(array.valueSchema(), element.path()))
                    .filter(type -> type != null)
                    .findFirst()
                    .orElse(null);
        }
        return null;
    }

    private @Nullable ColumnType typeOf(List<String> path) {
        return values.stream()
                .map(schema -> typeOf(schema, path))
                .filter(type -> type != null)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable ColumnType typeOf(Schema root, List<String> path) {
        boolean isRequired = !path.isEmpty();
        Schema schema = root;
        for (String name : path) {
            isRequired &= schema.type() == Schema.Type.STRUCT;
            schema = schemaOf(schema, name);
            if (schema == null) {
                return null;
            }
            isRequired &= !schema.isOptional() && schema.defaultValue() == null;
        }
        return new ColumnType(SchemaTypes.sqlType(schema), isRequired);
    }

    private static @Nullable Schema schemaOf(Schema root, List<String> path) {
        Schema schema = root;
        for (String name : path) {
            schema = schema == null ? null : schemaOf(schema, name);
        }
        return schema;
    }

    private static @Nullable Schema schemaOf(Schema parent, String name) {
        if (parent.type() == Schema.Type.MAP) {
            return parent.valueSchema();
        }
        Field field = parent.type() == Schema.Type.STRUCT ? parent.field(name) : null;
        return field == null ? null : field.schema();
    }
}
