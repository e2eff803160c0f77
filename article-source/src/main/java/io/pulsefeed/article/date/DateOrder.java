package io.pulsefeed.article.date;

import java.util.Locale;
import java.util.Set;

/** Order of day and month in numeric dates with slashes or hyphens, such as {@code 3/4/2026}. */
public enum DateOrder {
    DAY_FIRST,
    MONTH_FIRST,
    /** A date that can be read in both orders is not read. */
    UNKNOWN;

    private static final Set<String> MONTH_FIRST_REGIONS = Set.of("US", "PH");

    /** @param language BCP 47 tag; English without a region can have both orders */
    public static DateOrder of(String language) {
        if (language.isBlank()) {
            return UNKNOWN;
        }
        Locale locale = Locale.forLanguageTag(language.replace('_', '-'));
        if (locale.getLanguage().isEmpty()) {
            return UNKNOWN;
        }
        if (!locale.getLanguage().equals("en")) {
            return DAY_FIRST;
        }
        return locale.getCountry().isEmpty()
                ? UNKNOWN
                : MONTH_FIRST_REGIONS.contains(locale.getCountry()) ? MONTH_FIRST : DAY_FIRST;
    }
}
