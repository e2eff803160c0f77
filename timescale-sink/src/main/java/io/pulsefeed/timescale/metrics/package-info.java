/** The metrics of a task. They are registered with the worker on Kafka 4.1 and later. */
@NullMarked
package io.pulsefeed.timescale.metrics;

import org.jspecify.annotations.NullMarked;
