/** Kafka Connect sink for TimescaleDB and PostgreSQL. The connector validates the configuration, and each task runs one write pipeline. */
@NullMarked
package io.pulsefeed.timescale;

import org.jspecify.annotations.NullMarked;
