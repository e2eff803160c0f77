package io.pulsefeed.cli.mapping;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Plans the columns of records or array elements: one for each scalar field, with the fields of nested objects next to those of the record;
 * objects with varying fields as jsonb; lists of rows apart.
 */
final class ColumnPlanner {

    /** Fields that few records have are not worth a column if there are many of them. */
    private static final int MANY_FIELDS = 100;

    private static final double RARE = 0.05;

    /** PostgreSQL stores a row in a page of 8 kB; longer texts are stored elsewhere, with a pointer of 18 bytes in the row. */
    private static final int MAX_ROW_BYTES = 7_400;

    private static final int POINTER_BYTES = 18;

    /** PostgreSQL allows 1,600 columns in a table. */
    private static final int MAX_COLUMNS = 1_500;

    private final FieldBudget budget;
    private final Names names;
    private final Origin origin;
    private final Exclusions exclusions;
    private final List<ProposedColumn> columns = new ArrayList<>();
    private final List<FieldProfile> lists = new ArrayList<>();
    private final List<UnmappedField> unmapped = new ArrayList<>();
    private final int records;
    private int rowBytes;

    /**
     * @param names of the table
     * @param records number of records or elements
     */
    ColumnPlanner(FieldBudget budget, Names names, Origin origin, int records, Exclusions exclusions) {
        this.exclusions = exclusions;
        this.budget = budget;
        this.names = names;
        this.origin = origin;
        this.records = records;
    }

    /** @param without sources that have a column already */
    ColumnPlanner addFieldsOf(FieldProfile object, Set<FieldSource> without) {
        addAll(object.children(), without);
        return this;
    }

    private void addAll(Collection<FieldProfile> fields, Set<FieldSource> without) {
        for (FieldProfile field : fields) {
            FieldSource source = new FieldSource(origin, field.path());
            if (without.contains(source)) {
                continue;
            }
            boolean isRecordField = origin == Origin.VALUE;
            if (isRare(field)) {
                unmapped.add(
                        new UnmappedField(source.label(), "in less than 5 % of the records, with many other fields"));
            } else if (isRecordField ? Shapes.isFlat(field, budget) : isFlatElement(field)) {
                addAll(field.children(), without);
            } else if (isRecordField && Shapes.isListOfRows(field, budget)) {
                lists.add(field);
            } else {
                add(source, noted(field));
            }
        }
    }

    private boolean isFlatElement(FieldProfile field) {
        return Shapes.isFlat(field, budget)
                && field.children().stream().allMatch(child -> FieldEntry.source(FieldSource.element(child.path()))
                        .isPresent());
    }

    private boolean isRare(FieldProfile field) {
        return field.path().size() == 1 && columns.size() >= MANY_FIELDS && field.count() < records * RARE;
    }

    private ColumnType noted(FieldProfile field) {
        ColumnType type = TypeRule.of(field);
        if (field.isObject()) {
            return type.withNote(objectNote(field));
        }
        return type;
    }

    private static String objectNote(FieldProfile object) {
        if (object.children().isEmpty()) {
            return "only empty objects in the sample";
        }
        return Shapes.isOpen(object) ? "object to which users add fields, by its name" : "object whose fields vary";
    }

    /** Adds a column, unless the mapping cannot express its field or the row is full. */
    void add(FieldSource source, ColumnType found) {
        String entry = FieldEntry.source(source).orElse("");
        ColumnType type = exclusions.onlyText().contains(source)
                ? ColumnType.of(ColumnType.TEXT, found.sql() + " cannot store all of its values")
                : found;
        int bytes = bytes(type);
        if (entry.isEmpty()) {
            unmapped.add(new UnmappedField(source.label(), "the mapping cannot express its name"));
        } else if (rowBytes + bytes > MAX_ROW_BYTES || columns.size() >= MAX_COLUMNS) {
            unmapped.add(new UnmappedField(source.label(), "the row has no space for more columns"));
        } else {
            rowBytes += bytes;
            columns.add(new ProposedColumn(source, entry, names.column(namePath(source)), type));
        }
    }

    private static List<String> namePath(FieldSource source) {
        return switch (source.origin()) {
            case KEY -> source.path().isEmpty() ? List.of("record_key") : source.path();
            case ELEMENT -> source.path().isEmpty() ? List.of("value") : source.path();
            case COORDINATE -> List.of(
                    source.path().get(0).replaceFirst("each:", "").replace(':', '_'));
            default -> source.path();
        };
    }

    private static int bytes(ColumnType type) {
        return switch (type.sql()) {
            case "boolean" -> 1;
            case "integer", "date" -> 4;
            case "bigint", "double precision", "timestamptz", "time" -> 8;
            case "uuid" -> 16;
            default -> POINTER_BYTES;
        };
    }

    List<ProposedColumn> columns() {
        return columns;
    }

    /** Arrays whose elements can be rows. */
    List<FieldProfile> lists() {
        return lists;
    }

    List<UnmappedField> unmapped() {
        return unmapped;
    }
}
