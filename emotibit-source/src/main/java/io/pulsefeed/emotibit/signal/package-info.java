/** Metrics computed from the signals: heart rate, variability, breathing, skin conductance, motion and wearing. Contains no I/O. */
@NullMarked
package io.pulsefeed.emotibit.signal;

import org.jspecify.annotations.NullMarked;
