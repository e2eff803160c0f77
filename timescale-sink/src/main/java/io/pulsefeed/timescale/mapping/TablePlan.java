package io.pulsefeed.timescale.mapping;

import io.pulsefeed.timescale.schema.NewTable;
import io.pulsefeed.timescale.schema.NewTable.NewColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Derives the table definition from a mapping, for {@code auto.create}. */
public final class TablePlan {

    private static final Set<String> TIME_TYPES =
            Set.of("timestamptz", "timestamp", "timestamp with time zone", "timestamp without time zone");

    private TablePlan() {}

    /** Whether the type of a column is neither in the mapping nor that of its source. */
    public static boolean needsSchema(TableMapping mapping) {
        return mapping.fields().stream().anyMatch(field -> type(field) == null);
    }

    /**
     * @param schemas of the records; null if they have none
     * @throws MappingException if a column has no type, or the key does not contain the time column
     */
    public static NewTable of(TableMapping mapping, @Nullable TopicSchemas schemas) {
        List<NewColumn> columns = new ArrayList<>();
        @Nullable String time = null;
        for (FieldMapping field : mapping.fields()) {
            ColumnType columnType = type(field, mapping, schemas);
            String type = columnType.sql();
            boolean isTime = TIME_TYPES.contains(type.toLowerCase(Locale.ROOT));
            boolean isTableTime = isTime && time == null;
            time = isTableTime ? field.column() : time;
            columns.add(new NewColumn(field.column(), type, isTableTime || columnType.isRequired()));
        }
        if (time != null && !mapping.key().isEmpty() && !mapping.key().contains(time)) {
            throw new MappingException(
                    "unique." + mapping.topic(),
                    "unique." + mapping.topic() + " must contain the time column " + time
                            + ", because TimescaleDB requires it in every unique index of a hypertable");
        }
        return new NewTable(mapping.table(), columns, time, mapping.key());
    }

    private static ColumnType type(FieldMapping field, TableMapping mapping, @Nullable TopicSchemas schemas) {
        String type = type(field);
        ColumnType found = type == null ? null : new ColumnType(type, false);
        if (found == null && schemas != null) {
            found = schemas.typeOf(field, mapping);
        }
        if (found == null) {
            throw new MappingException(
                    "fields." + mapping.topic(),
                    "auto.create requires the type of column " + field.column() + " of table " + mapping.table()
                            + (schemas == null ? "" : ", which the schema of the records does not have")
                            + ": set it as the third part of the entry, for example " + field.column()
                            + "::float8, or create the table yourself");
        }
        return found;
    }

    private static @Nullable String type(FieldMapping field) {
        if (field.type() != null) {
            return field.type();
        }
        Source source = field.source();
        if (source instanceof Source.Coordinate coordinate) {
            return switch (coordinate) {
                case TOPIC -> "text";
                case PARTITION -> "integer";
                case OFFSET -> "bigint";
                case TIMESTAMP, RECEIVED -> "timestamptz";
            };
        }
        if (source instanceof Source.ElementIndex) {
            return "integer";
        }
        if (source instanceof Source.SpreadValue) {
            return "float8";
        }
        if (source instanceof Source.SpreadLabel
                || source instanceof Source.RecordKey key && key.path().isEmpty()
                || source instanceof Source.Constant) {
            return "text";
        }
        return null;
    }
}
