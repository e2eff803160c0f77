/** Readers that extract the mapped fields of a record, from JSON bytes or from Connect data. The values are stored in reusable slots. */
@NullMarked
package io.pulsefeed.timescale.field;

import org.jspecify.annotations.NullMarked;
