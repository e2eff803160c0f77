/** Source records of trades, tickers and alerts: keys, values, schemas, headers, source partitions and source offsets. */
@NullMarked
package io.pulsefeed.kraken.record;

import org.jspecify.annotations.NullMarked;
