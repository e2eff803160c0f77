/**
 * Extraction of title, text, dates and metadata from article pages, and decoding of text and dates of pages and feeds. No I/O.
 */
@NullMarked
package io.pulsefeed.article.extract;

import org.jspecify.annotations.NullMarked;
