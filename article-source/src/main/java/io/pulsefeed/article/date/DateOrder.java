package io.pulsefeed.article.date;

import java.util.Locale;
import java.util.Set;

/** Order of day and month in numeric dates with slashes or hyphens, such as {@code 3/4/2026}. */
public enum DateOrder {
    DAY_FIRST,
    MONTH_FIRST,
    /** Only dates with a two-digit year differ: {@code 26.04.03}. */
    YEAR_FIRST,
    /** A date that can be read in both orders is not read. */
    UNKNOWN;

    private static final Set<String> MONTH_FIRST_REGIONS = Set.of("US", "PH");
    /** Both orders are in use. */
    private static final Set<String> MIXED_REGIONS = Set.of("", "CA");

    private static final Set<String> YEAR_FIRST_LANGUAGES = Set.of("ko", "ja", "zh", "hu");

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
            return YEAR_FIRST_LANGUAGES.contains(locale.getLanguage()) ? YEAR_FIRST : DAY_FIRST;
        }
        return MIXED_REGIONS.contains(locale.getCountry())
                ? UNKNOWN
                : MONTH_FIRST_REGIONS.contains(locale.getCountry()) ? MONTH_FIRST : DAY_FIRST;
    }
}
