package io.pulsefeed.timescale.error;

import java.util.Locale;

/** Why a record cannot be written; the tag {@code reason} of the metric {@code records-bad-total}. */
public enum Reason {
    NOT_JSON,
    NOT_AN_OBJECT,
    TOO_LARGE,
    TOO_DEEP,
    TOMBSTONE,
    UNMAPPED_TOPIC,
    /** The value that selects the table is not one of the configured tables. */
    UNKNOWN_TABLE,
    MISSING_VALUE,
    WRONG_TYPE,
    OUT_OF_RANGE,
    TOO_LONG,
    BAD_TIME,
    NUL_CHARACTER,
    REFUSED_BY_DATABASE;

    public String tag() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
