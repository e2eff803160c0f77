/** Conversion of device time to wall-clock time: clock model, sync exchanges, sample times, and the official DataParser's method. */
@NullMarked
package io.pulsefeed.emotibit.clock;

import org.jspecify.annotations.NullMarked;
