package io.pulsefeed.article.extract;

/** Confidence that a box is boilerplate rather than part of the article, in ascending order. */
enum BoilerplateConfidence {
    NONE,
    /** Typical boilerplate name, which some sites also use for the article container. */
    LIKELY,
    /** Unambiguous boilerplate name, hidden element, or part of a row of teasers. */
    SURE,
    /** Boilerplate tag, such as {@code nav}. */
    CERTAIN;

    /** The higher confidence of the two. */
    BoilerplateConfidence max(BoilerplateConfidence other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
