package io.pulsefeed.article.record;

import java.util.Locale;

/** Why an article has only the data of its feed. The label is the value of the header {@code page_problem}. */
public enum PageProblem {
    /** Status 401, 402, 403 or 451. */
    FORBIDDEN,
    /** A redirect to a page that asks for consent to cookies. */
    CONSENT,
    /** A captcha or a consent page instead of the article. */
    CHALLENGE,
    /** Not text, or too large. */
    NOT_TEXT,
    /** Another error, after all retries. */
    FAILED;

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
