package io.pulsefeed.cli.audit;

import java.util.List;

/**
 * An entry of {@code fields.TOPIC}.
 *
 * @param paths field paths to try, or one name for other origins
 * @param unit of a time; empty if there is none
 */
record MappedField(Origin origin, List<List<String>> paths, String column, String unit) {

    /** Where the value comes from. */
    enum Origin {
        VALUE,
        HEADER,
        KEY,
        CONSTANT,
        OFFSET,
        PARTITION,
        TOPIC,
        TIMESTAMP,
        SPREAD_NAME,
        SPREAD_VALUE,
        SPREAD_LABEL
    }

    String name() {
        return paths.get(0).get(0);
    }
}
