package io.pulsefeed.cli.mapping;

import java.util.regex.Pattern;

/** What a text looks like. */
enum TextForm {
    EMPTY(""),
    UUID("\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}"),
    /** ISO 8601 or PostgreSQL's notation, with a time zone. */
    ZONED_TIME(
            "\\d{4}-\\d\\d-\\d\\d[Tt ]\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,12})?)?([Zz]|[+-]\\d\\d(:?\\d\\d(:\\d\\d)?)?)(\\[[\\w/+-]+])?"),
    LOCAL_TIME("\\d{4}-\\d\\d-\\d\\d[Tt ]\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,12})?)?"),
    DATE("\\d{4}-\\d\\d-\\d\\d"),
    TIME_OF_DAY("([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d(\\.\\d{1,9})?)?"),
    /** Without leading zeros, which a number would lose. */
    INTEGER("-?(0|[1-9]\\d{0,37})"),
    DECIMAL("-?(0|[1-9]\\d{0,37})(\\.\\d{1,37})?([eE][+-]?\\d{1,2})?"),
    BOOLEAN("(?i)true|false"),
    NONFINITE("NaN|-?Infinity"),
    OTHER_TIME(""),
    OTHER("");

    private static final int MAX_LENGTH = 80;
    private static final TextForm[] BY_PATTERN = {
        UUID, ZONED_TIME, LOCAL_TIME, DATE, TIME_OF_DAY, INTEGER, DECIMAL, BOOLEAN, NONFINITE
    };

    private final Pattern pattern;

    TextForm(String pattern) {
        this.pattern = Pattern.compile(pattern);
    }

    static TextForm of(String text) {
        if (text.isEmpty()) {
            return EMPTY;
        }
        if (text.length() > MAX_LENGTH) {
            return OTHER;
        }
        for (TextForm form : BY_PATTERN) {
            if (form.pattern.matcher(text).matches()) {
                return form;
            }
        }
        return OtherTime.of(text) == null ? OTHER : OTHER_TIME;
    }
}
