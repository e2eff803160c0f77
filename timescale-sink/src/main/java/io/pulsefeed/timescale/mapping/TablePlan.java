package io.pulsefeed.timescale.mapping;

import io.pulsefeed.timescale.schema.NewTable;
import io.pulsefeed.timescale.schema.NewTable.NewColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The table that a mapping describes, for {@code auto.create}. */
public final class TablePlan {

    private static final Set<String> TIME_TYPES =
            Set.of("timestamptz", "timestamp", "timestamp with time zone", "timestamp without time zone");

    private TablePlan() {}

    /** @throws MappingException when a column's type cannot be told, or the key lacks the time */
    public static NewTable of(TableMapping mapping) {
        List<NewColumn> columns = new ArrayList<>();
        String time = null;
        for (FieldMapping field : mapping.fields()) {
            String type = type(field, mapping);
            boolean isTime = TIME_TYPES.contains(type.toLowerCase(Locale.ROOT));
            boolean isTableTime = isTime && time == null;
            time = isTableTime ? field.column() : time;
            columns.add(new NewColumn(field.column(), type, isTableTime));
        }
        if (time != null && !mapping.key().isEmpty() && !mapping.key().contains(time)) {
            throw new MappingException(
                    "unique." + mapping.topic(),
                    "unique." + mapping.topic() + " must contain the time column " + time
                            + ": a hypertable's unique index has to");
        }
        return new NewTable(mapping.table(), columns, time, mapping.key());
    }

    private static String type(FieldMapping field, TableMapping mapping) {
        if (field.type() != null) {
            return field.type();
        }
        Source source = field.source();
        if (source instanceof Source.Coordinate coordinate) {
            return switch (coordinate) {
                case TOPIC -> "text";
                case PARTITION -> "integer";
                case OFFSET -> "bigint";
                case TIMESTAMP -> "timestamptz";
            };
        }
        if (source instanceof Source.ElementIndex) {
            return "integer";
        }
        if (source instanceof Source.SpreadValue) {
            return "float8";
        }
        if (source instanceof Source.SpreadLabel
                || source instanceof Source.RecordKey
                || source instanceof Source.Constant) {
            return "text";
        }
        throw new MappingException(
                "fields." + mapping.topic(),
                "auto.create needs the type of column " + field.column() + " of table " + mapping.table()
                        + ": write it as the third part, " + "for example " + field.column()
                        + "::float8, or create the table yourself");
    }
}
