package io.pulsefeed.benchmarks.article;

/** A set of labeled pages. The label starts the names of its results. */
enum PageSet {
    /** scrapinghub's article-extraction-benchmark: the whole body of each page. */
    ARTICLES("extraction"),
    /** The evaluation set of trafilatura: a few texts per page that belong to the body, and a few that do not. */
    SNIPPETS("snippets"),
    /** The test pages of Mozilla's Readability: the whole content of each page. */
    READABILITY("readability"),
    /** Generated pages, for training only, see {@link GeneratedPages}. */
    GENERATED("generated");

    private final String label;

    PageSet(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
