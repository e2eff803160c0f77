/** The monotonic clock that all timeouts and intervals are measured with. */
@NullMarked
package io.pulsefeed.commons.time;

import org.jspecify.annotations.NullMarked;
