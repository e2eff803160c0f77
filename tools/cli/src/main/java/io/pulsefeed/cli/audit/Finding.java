package io.pulsefeed.cli.audit;

import java.util.Locale;

/**
 * Something that is not complete.
 *
 * @param stream topic or table
 * @param item identifies it, such as the key of a row
 */
record Finding(Kind kind, String stream, String item, Stage stage, String cause) {

    /** What is wrong with the item. */
    enum Kind {
        MISSING,
        DOUBLED,
        ALTERED,
        /** It is in the table, but not in the topic. */
        UNEXPECTED,
        /** The accounts contradict each other. */
        INCONSISTENT;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
