package io.pulsefeed.cli.mapping;

/**
 * One column, and where it is read.
 *
 * @param entry the source in the notation of the mapping
 */
record ProposedColumn(FieldSource source, String entry, String name, ColumnType type) {

    /** The entry of {@code fields.TOPIC}. */
    String mapping() {
        TimeForm time = type.time();
        return entry + ":" + name + ":" + (time == null ? type.sql() : time.configValue());
    }

    ProposedColumn withType(ColumnType other) {
        return new ProposedColumn(source, entry, name, other);
    }
}
