/**
 * The task thread's work: takes events from the queue, orders the trades of each pair, computes price changes and alerts, and makes
 * records. Nothing here waits for Kraken.
 */
@NullMarked
package io.pulsefeed.kraken.pipeline;

import org.jspecify.annotations.NullMarked;
