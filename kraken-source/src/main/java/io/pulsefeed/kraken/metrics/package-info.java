/** The counters and gauges of a task. Any thread updates them, and the worker reads them. */
@NullMarked
package io.pulsefeed.kraken.metrics;

import org.jspecify.annotations.NullMarked;
