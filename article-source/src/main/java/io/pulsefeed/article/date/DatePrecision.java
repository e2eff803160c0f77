package io.pulsefeed.article.date;

import java.util.Locale;

/** Smallest unit that a date contains, from exact to coarse. The label is the value of the header {@code date_precision}. */
public enum DatePrecision {
    SECOND,
    MINUTE,
    DAY,
    MONTH,
    YEAR,
    /** The date of the article is unknown. */
    NONE;

    /** True if the date has a time of day. */
    public boolean hasTime() {
        return this == SECOND || this == MINUTE;
    }

    /** True if the day is known. */
    public boolean hasDay() {
        return hasTime() || this == DAY;
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
