package io.pulsefeed.benchmarks.article;

import java.util.List;

/** The labels of a page. */
sealed interface PageTruth {

    /** The whole text of the body. */
    record Body(String text) implements PageTruth {}

    /**
     * Texts that are part of the body, and texts that are not.
     *
     * @param with texts of the body, without line breaks
     * @param without texts outside of the body, without line breaks
     */
    record Snippets(List<String> with, List<String> without) implements PageTruth {

        public Snippets {
            with = List.copyOf(with);
            without = List.copyOf(without);
        }
    }
}
