/**
 * Kafka Connect source for Kraken. A client thread fills a bounded queue, and the task's {@code poll()} turns its content into
 * ordered, gap-free records.
 */
@NullMarked
package io.pulsefeed.kraken;

import org.jspecify.annotations.NullMarked;
