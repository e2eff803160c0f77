/** Encoders from record values to the binary format of COPY, one per PostgreSQL type. They also validate the values. */
@NullMarked
package io.pulsefeed.timescale.copy;

import org.jspecify.annotations.NullMarked;
