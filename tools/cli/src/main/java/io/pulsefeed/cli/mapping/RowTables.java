package io.pulsefeed.cli.mapping;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Distributes columns to tables. Records with a list of rows, such as the lines of an invoice, are written to two tables, which have the
 * same key; if the rest of the record only says where and when the rows were measured, to a single table with one row per element.
 */
final class RowTables {

    private final SampleProfile profile;
    private final String name;
    private final ProposedColumn time;
    private final ColumnPlanner record;
    private final KeyFinder.Key key;
    private final Names names;
    private final Exclusions exclusions;
    private final List<UnmappedField> unmapped = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private Optional<TimeChoice> elementTime = Optional.empty();

    /**
     * @param record the columns of the record
     * @param names of the table of the record
     */
    RowTables(
            SampleProfile profile,
            String name,
            ProposedColumn time,
            ColumnPlanner record,
            KeyFinder.Key key,
            Names names,
            Exclusions exclusions) {
        this.exclusions = exclusions;
        this.profile = profile;
        this.name = name;
        this.time = time;
        this.record = record;
        this.key = key;
        this.names = names;
    }

    /** @param needsPlainTable whether some fields are stored in the extra column, which only a table with one row per record has */
    List<ProposedTable> tables(List<FieldProfile> lists, boolean needsPlainTable) {
        if (lists.isEmpty()) {
            return List.of(table(name, List.of(), time, record.columns(), key.columns()));
        }
        if (lists.size() == 1 && !needsPlainTable && isContextOnly(lists.get(0))) {
            return List.of(single(lists.get(0)));
        }
        List<ProposedColumn> columns = new ArrayList<>(record.columns());
        List<ProposedColumn> link = new ArrayList<>(key.columns());
        if (link.isEmpty()) {
            link.add(coordinate("kafka:partition", "integer", names));
            link.add(coordinate("kafka:offset", "bigint", names));
            columns.addAll(link);
        }
        List<ProposedTable> tables = new ArrayList<>();
        tables.add(table(name, List.of(), time, columns, key.columns()));
        lists.forEach(list -> tables.add(child(list, link)));
        return tables;
    }

    private static ProposedColumn coordinate(String source, String type, Names names) {
        return new ProposedColumn(
                FieldSource.coordinate(source),
                source,
                names.column(List.of(source.replaceFirst("each:", "").replace(':', '_'))),
                ColumnType.of(type));
    }

    /** Whether a record without its list would be no row of interest, and no record lacks the list. */
    private boolean isContextOnly(FieldProfile list) {
        return list.nonNull() == profile.objects()
                && list.emptyArrays() == 0
                && record.columns().stream().allMatch(this::isContext);
    }

    private boolean isContext(ProposedColumn column) {
        List<String> path = column.source().path();
        String last = path.isEmpty() ? "key" : path.get(path.size() - 1);
        boolean isConstant = column.source().origin() == Origin.VALUE && !varies(path);
        return key.columns().contains(column)
                || column.type().isScalar() && (Words.of(last).isEntity() || isConstant)
                || column.type().sql().equals(ColumnType.TIME);
    }

    private boolean varies(List<String> path) {
        FieldProfile field = profile.root();
        for (String part : path) {
            field = field == null ? null : field.child(part);
        }
        return field == null || field.varies() || !field.isScalar();
    }

    private ProposedTable single(FieldProfile list) {
        ProposedColumn rowTime = timeOf(list, names);
        List<ProposedColumn> columns = new ArrayList<>();
        if (rowTime != time && !time.source().equals(TimeChoice.RECORD)) {
            columns.add(time);
        }
        columns.addAll(record.columns());
        ProposedColumn index = coordinate("each:index", "integer", names);
        columns.add(index);
        columns.addAll(elements(list, names, rowTime));
        List<ProposedColumn> rowKey = new ArrayList<>(key.columns());
        if (!rowKey.isEmpty()) {
            rowKey.add(index);
        }
        notes.add(name + " has one row per element of " + String.join(".", list.path()));
        return table(name, list.path(), rowTime, columns, rowKey);
    }

    private ProposedTable child(FieldProfile list, List<ProposedColumn> link) {
        Names own = new Names();
        ProposedColumn rowTime = timeOf(list, own);
        List<ProposedColumn> columns = new ArrayList<>();
        for (ProposedColumn column : link) {
            columns.add(new ProposedColumn(
                    column.source(), column.entry(), own.column(List.of(column.name())), column.type()));
        }
        List<ProposedColumn> rowKey = new ArrayList<>(key.columns().isEmpty() ? List.of() : columns);
        ProposedColumn index = coordinate("each:index", "integer", own);
        columns.add(index);
        columns.addAll(elements(list, own, rowTime));
        if (!rowKey.isEmpty()) {
            rowKey.add(index);
        }
        int schemaEnd = name.lastIndexOf('.') + 1;
        String table = name.substring(0, schemaEnd)
                + Names.table(name.substring(schemaEnd) + "_" + String.join("_", list.path()));
        notes.add(table + " has one row per element of " + String.join(".", list.path()) + ", with "
                + String.join(" and ", link.stream().map(ProposedColumn::name).toList()) + " of its row in " + name);
        return table(table, list.path(), rowTime, columns, rowKey);
    }

    /** The time of an element if it has one, else that of the record. */
    private ProposedColumn timeOf(FieldProfile list, Names own) {
        FieldProfile element = list.element();
        Optional<TimeChoice> found = new TimeFinder(element.count(), exclusions)
                .addElements(element)
                .best()
                .filter(choice -> element.child(choice.source().path().get(0)).varies());
        if (found.isPresent()) {
            TimeChoice choice = found.get();
            elementTime = found;
            return new ProposedColumn(
                    choice.source(),
                    FieldEntry.source(choice.source()).orElseThrow(),
                    own.column(choice.source().path()),
                    ColumnType.time(choice.form(), choice.coerces(), ""));
        }
        // In the table of the record, the name is already that of the time.
        return own == names
                ? time
                : new ProposedColumn(time.source(), time.entry(), own.column(List.of(time.name())), time.type());
    }

    private List<ProposedColumn> elements(FieldProfile list, Names own, ProposedColumn rowTime) {
        FieldProfile element = list.element();
        ColumnPlanner planner = new ColumnPlanner(profile.budget(), own, Origin.ELEMENT, element.count(), exclusions);
        planner.addFieldsOf(element, new HashSet<>(Set.of(rowTime.source())));
        planner.unmapped()
                .forEach(field ->
                        unmapped.add(new UnmappedField(String.join(".", list.path()) + field.field(), field.reason())));
        return planner.columns();
    }

    private static ProposedTable table(
            String name,
            List<String> each,
            ProposedColumn time,
            List<ProposedColumn> columns,
            List<ProposedColumn> key) {
        List<String> keyNames =
                new ArrayList<>(key.stream().map(ProposedColumn::name).toList());
        if (!keyNames.isEmpty()) {
            keyNames.add(time.name());
        }
        return new ProposedTable(name, each, time, List.copyOf(columns), List.copyOf(keyNames));
    }

    /** The time of the rows of a table with one row per element. */
    TimeChoice timeOf(ProposedTable table, TimeChoice ofRecord) {
        return elementTime
                .filter(choice -> choice.source().equals(table.time().source()))
                .orElse(ofRecord);
    }

    /** Mean number of rows of all tables. */
    double rowsPerRecord(List<FieldProfile> lists) {
        double elements =
                lists.stream().mapToLong(list -> list.element().count()).sum();
        return 1 + elements / profile.objects();
    }

    List<UnmappedField> unmapped() {
        return unmapped;
    }

    List<String> notes() {
        return notes;
    }
}
