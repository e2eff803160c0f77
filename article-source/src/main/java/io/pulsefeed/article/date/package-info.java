/** Publication dates: parsing of date texts, time zone names, and the choice among the dates of a feed, a page and its URL. No I/O. */
@NullMarked
package io.pulsefeed.article.date;

import org.jspecify.annotations.NullMarked;
