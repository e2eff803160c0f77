/** Conversion of packets, metrics and events to source records: topics, keys, JSON values and offsets. */
@NullMarked
package io.pulsefeed.emotibit.record;

import org.jspecify.annotations.NullMarked;
