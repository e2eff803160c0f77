package io.pulsefeed.timescale.mapping;

import io.pulsefeed.timescale.copy.ColumnEncoder;
import io.pulsefeed.timescale.copy.Encoders;
import io.pulsefeed.timescale.copy.TimeEncoder;
import io.pulsefeed.timescale.copy.TimePlausibility;
import io.pulsefeed.timescale.field.FieldValues;
import io.pulsefeed.timescale.schema.Column;
import io.pulsefeed.timescale.schema.Sql;
import io.pulsefeed.timescale.schema.TableDescription;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Compiles the mapping of one topic and the columns of its tables into encoders. Runs once per connection. */
public final class MappingCompiler {

    private final Encoders encoders;
    private final int maxBytes;
    private final @Nullable Predicate<String> newFields;
    private final UnaryOperator<TableLayout> layouts;
    private final SlotPlan slots = new SlotPlan();

    /**
     * @param newFields which unmapped fields to collect for new columns; null for none
     * @param maxBytes maximum size of a record
     * @param layouts returns the instance to use of equal layouts
     */
    public MappingCompiler(
            Encoders encoders,
            @Nullable Predicate<String> newFields,
            int maxBytes,
            UnaryOperator<TableLayout> layouts) {
        this.layouts = layouts;
        this.newFields = newFields;
        this.encoders = encoders;
        this.maxBytes = maxBytes;
    }

    /** Call it once: an instance compiles one topic. */
    public TopicEncoder compile(TopicMapping topic, Map<String, TableDescription> tables) {
        slots.unwrap(topic.unwrap(), topic.deletes());
        topic.tables().stream().filter(table -> table.each() != null).forEach(slots::elementSlots);
        List<TableEncoder> compiled = new ArrayList<>();
        for (TableMapping table : topic.tables()) {
            compiled.add(compile(table, tables.get(table.table()), topic.deletes()));
        }
        TableRoute route = topic.route() == null
                ? null
                : new TableRoute("route." + topic.topic(), slots.unmapped(topic.route()), byName(topic, compiled));
        slots.seal();
        FieldValues values = new FieldValues(slots.size());
        RecordReader reader = slots.reader(values, newFields, maxBytes);
        return new TopicEncoder(reader, values, compiled, topic.deletes(), route);
    }

    private static Map<String, TableEncoder> byName(TopicMapping topic, List<TableEncoder> compiled) {
        Map<String, TableEncoder> tables = new HashMap<>();
        for (int i = 0; i < compiled.size(); i++) {
            tables.put(Sql.unescaped(topic.tables().get(i).table()), compiled.get(i));
        }
        return tables;
    }

    private TableEncoder compile(TableMapping mapping, TableDescription table, DeleteMode deletes) {
        List<FieldMapping> fields = keyFirst(mapping, table);
        List<Column> columns = fields.stream()
                .map(field -> table.columns().get(field.column()))
                .toList();
        int keyColumns = keyColumns(table, columns);
        boolean copyable = table.copyable() && columns.stream().allMatch(Encoders::isBinary);
        boolean keepsReceived = isReceived(fields.get(fields.size() - 1)) && keyColumns < columns.size();
        TableLayout layout = layouts.apply(
                new TableLayout(mapping.table(), columns, keyColumns, copyable, mapping.keepFirst(), keepsReceived));

        boolean hasVariants = mapping.absent() != AbsentFields.NULL || deletes != DeleteMode.NONE;
        LayoutVariants variants = hasVariants ? new LayoutVariants(layout, mapping.absent()) : null;

        TableEncoder.FanOut fanOut = fanOut(mapping);
        List<ColumnWriter> writers = new ArrayList<>();
        @Nullable TimeEncoder tableTime = null;
        @Nullable ElementTime elementTime = null;
        @Nullable String timeName = timeColumn(mapping, table);
        for (int i = 0; i < fields.size(); i++) {
            Column column = columns.get(i);
            FieldMapping field = fields.get(i);
            ColumnEncoder encoder;
            Encoders byType = field.source().isUntypedText() ? encoders.ofUntypedText() : encoders;
            if (Encoders.isTime(column)) {
                boolean isTableTime = column.name().equals(timeName);
                TimeEncoder time = byType.time(field.time(), isTableTime);
                tableTime = isTableTime ? time : tableTime;
                encoder = time;
            } else {
                Map<String, String> renamed = mapping.values().getOrDefault(column.name(), Map.of());
                encoder = byType.forColumn(column, renamed, field.time());
            }
            ColumnWriter writer = writer(field, column, mapping, fanOut, encoder);
            writers.add(writer);
            if (column.name().equals(timeName) && mapping.each() != null && mapping.step() != null) {
                elementTime = new ElementTime(i, writer, tableTime, slots.field(mapping.step()));
            }
        }
        TimePlausibility plausibility = tableTime == null
                ? null
                : TimePlausibility.of(
                        mapping.topic(),
                        timeName,
                        tableTime.format(),
                        encoders.rules().counts());
        return new TableEncoder(layout, variants, writers, fanOut, elementTime, tableTime, plausibility);
    }

    private TableEncoder.FanOut fanOut(TableMapping mapping) {
        TableEncoder.FanOut fanOut = new TableEncoder.FanOut();
        if (mapping.when() != null) {
            fanOut.conditionSlot = slots.unmapped(mapping.when().source());
            fanOut.condition = mapping.when();
        }
        if (mapping.each() != null) {
            fanOut.eachSlot = slots.elements(mapping.each());
            fanOut.indexSlot = slots.computed();
            fanOut.needsObjects = mapping.fields().stream()
                    .anyMatch(field -> field.source() instanceof Source.Element element
                            && !element.path().isEmpty());
        }
        fanOut.spreadSlots = mapping.spread().stream()
                .mapToInt(field -> slots.field(field.path()))
                .toArray();
        return fanOut;
    }

    private ColumnWriter writer(
            FieldMapping field,
            Column column,
            TableMapping mapping,
            TableEncoder.FanOut fanOut,
            ColumnEncoder encoder) {
        Source source = field.source();
        String table = mapping.table();
        if (source instanceof Source.Constant constant) {
            return new ColumnWriter(
                    table, column, new byte[][] {ConstantField.encode(constant.text(), encoder, column)});
        }
        if (source instanceof Source.SpreadLabel label) {
            byte[][] constants = mapping.spread().stream()
                    .map(spread -> ConstantField.encode(spread.labels().get(label.label()), encoder, column))
                    .toArray(byte[][]::new);
            return new ColumnWriter(table, column, constants);
        }
        if (source instanceof Source.SpreadValue) {
            mapping.spread().forEach(spread -> slots.shape(spread.path(), column));
            return new ColumnWriter(table, column, ColumnWriter.Place.SPREAD_VALUE, new int[0], encoder);
        }
        if (source instanceof Source.Element element) {
            int slot = slots.element(mapping.each(), element.path(), column);
            return new ColumnWriter(table, column, ColumnWriter.Place.ELEMENT, new int[] {slot}, encoder);
        }
        int[] places = source instanceof Source.ElementIndex ? new int[] {fanOut.indexSlot} : slots.of(source, column);
        return new ColumnWriter(table, column, ColumnWriter.Place.RECORD, places, encoder);
    }

    /** The mapped fields: first those of the key, in the order of the key, then the others, at last the time of receipt. */
    private static List<FieldMapping> keyFirst(TableMapping mapping, TableDescription table) {
        List<FieldMapping> ordered = new ArrayList<>();
        for (String key : table.key()) {
            mapping.fields().stream()
                    .filter(field -> field.column().equals(key))
                    .forEach(ordered::add);
        }
        mapping.fields().stream()
                .filter(field -> !table.key().contains(field.column()))
                .sorted(Comparator.comparing(MappingCompiler::isReceived))
                .forEach(ordered::add);
        return ordered;
    }

    private static boolean isReceived(FieldMapping field) {
        return field.source() == Source.Coordinate.RECEIVED;
    }

    /** 0 if not all columns of the key are mapped. */
    private static int keyColumns(TableDescription table, List<Column> columns) {
        List<String> first =
                columns.stream().limit(table.key().size()).map(Column::name).toList();
        return first.equals(table.key()) ? first.size() : 0;
    }

    /** The first mapped time column is the time of the table, which is checked against time.min and time.max. */
    public static @Nullable String timeColumn(TableMapping mapping, TableDescription table) {
        return mapping.fields().stream()
                .map(field -> table.columns().get(field.column()))
                .filter(Encoders::isTime)
                .map(Column::name)
                .findFirst()
                .orElse(null);
    }
}
