package io.pulsefeed.article.extract;

import org.jspecify.annotations.Nullable;

/**
 * Further metadata that a page declares. Missing fields are null.
 *
 * @param author names, separated by commas
 * @param image absolute URL
 * @param section of the site
 * @param isPaywalled null if the page does not tell
 */
public record PageDetails(
        @Nullable String author, @Nullable String image, @Nullable String section, @Nullable Boolean isPaywalled) {
    public static final PageDetails NONE = new PageDetails(null, null, null, null);
}
