/** Order books: levels, checksum and best prices. Pure computation. */
@NullMarked
package io.pulsefeed.kraken.book;

import org.jspecify.annotations.NullMarked;
