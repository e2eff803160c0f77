package io.pulsefeed.cli.mapping;

import java.util.List;

/**
 * Where the values of a column are read.
 *
 * @param path names from the record, the key or the array element; the name of a header; empty for the whole key or element
 */
record FieldSource(Origin origin, List<String> path) {

    static FieldSource value(List<String> path) {
        return new FieldSource(Origin.VALUE, path);
    }

    static FieldSource key(List<String> path) {
        return new FieldSource(Origin.KEY, path);
    }

    static FieldSource header(String name) {
        return new FieldSource(Origin.HEADER, List.of(name));
    }

    static FieldSource element(List<String> path) {
        return new FieldSource(Origin.ELEMENT, path);
    }

    /** @param name as in the mapping, such as {@code kafka:timestamp} or {@code each:index} */
    static FieldSource coordinate(String name) {
        return new FieldSource(Origin.COORDINATE, List.of(name));
    }

    /** The name that users see, such as {@code device.id} or {@code header trace-id}. */
    String label() {
        String dotted = String.join(".", path);
        return switch (origin) {
            case VALUE, COORDINATE -> dotted;
            case KEY -> path.isEmpty() ? "record key" : "record key " + dotted;
            case HEADER -> "header " + dotted;
            case ELEMENT -> path.isEmpty() ? "[]" : "[]." + dotted;
        };
    }
}
