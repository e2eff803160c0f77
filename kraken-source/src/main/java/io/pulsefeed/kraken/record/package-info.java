/**
 * Conversion of trades, tickers and alerts to source records. Keys, values, schemas, headers, source partitions and source offsets
 * are defined here.
 */
@NullMarked
package io.pulsefeed.kraken.record;

import org.jspecify.annotations.NullMarked;
