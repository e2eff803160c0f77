/** The EmotiBit text protocol: packets, type tags and values. Contains no I/O. */
@NullMarked
package io.pulsefeed.emotibit.wire;

import org.jspecify.annotations.NullMarked;
