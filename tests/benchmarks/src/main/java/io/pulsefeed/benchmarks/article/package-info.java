/** Evaluation of the article source on labeled data: text extraction, sentiment and coin mentions. */
@NullMarked
package io.pulsefeed.benchmarks.article;

import org.jspecify.annotations.NullMarked;
