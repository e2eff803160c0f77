/**
 * Generates trades and tickers as a pure function of seed, pair and trade id. Contains no I/O and no protocol.
 */
@NullMarked
package io.pulsefeed.simulators.kraken.market;

import org.jspecify.annotations.NullMarked;
