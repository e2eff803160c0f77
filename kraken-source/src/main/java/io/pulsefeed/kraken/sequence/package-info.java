/**
 * The gap rule: turns the trades of the WebSocket and of REST into one stream per pair, each trade once and in order. No I/O, no
 * threads, no Kafka.
 */
@NullMarked
package io.pulsefeed.kraken.sequence;

import org.jspecify.annotations.NullMarked;
