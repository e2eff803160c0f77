package io.pulsefeed.benchmarks.article;

import io.pulsefeed.article.extract.PageInput;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * A saved page with its labels.
 *
 * @param site main label of the domain, such as {@code example} for {@code www.example.co.uk}
 * @param language two-letter code, or {@code und}
 */
record LabeledPage(PageSet set, String id, String site, String language, PageInput input, PageTruth truth) {

    /** Number of parts for cross-validation. */
    static final int FOLDS = 5;

    /** The part of this page. All pages of a site are in the same part, so that no model is tested on a site it knows. */
    int fold() {
        CRC32 hash = new CRC32();
        hash.update(site.getBytes(StandardCharsets.UTF_8));
        return (int) (hash.getValue() % FOLDS);
    }
}
