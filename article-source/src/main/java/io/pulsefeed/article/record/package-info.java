/** Conversion of articles to source records: keys, values, URL normalization, source partitions and offsets. No I/O. */
@NullMarked
package io.pulsefeed.article.record;

import org.jspecify.annotations.NullMarked;
