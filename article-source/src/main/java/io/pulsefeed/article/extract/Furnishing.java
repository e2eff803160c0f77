package io.pulsefeed.article.extract;

/** How sure it is that a box surrounds an article rather than belongs to it, in rising order. */
enum Furnishing {
    NONE,
    /** Its name says so, but some sites name the article's own box like that. */
    LIKELY,
    /** Its name says so and leaves little doubt, or it is hidden, or one of a row of teasers. */
    SURE,
    /** Its tag says so. */
    CERTAIN;

    Furnishing or(Furnishing other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
