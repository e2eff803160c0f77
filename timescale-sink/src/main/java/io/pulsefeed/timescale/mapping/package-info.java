/** The mapping of topics to tables: parsed from the configuration, and compiled into encoders for the columns of the tables. */
@NullMarked
package io.pulsefeed.timescale.mapping;

import org.jspecify.annotations.NullMarked;
