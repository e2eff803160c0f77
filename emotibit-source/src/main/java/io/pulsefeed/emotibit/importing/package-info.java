/** Import of files that devices recorded on their SD cards, with the times that the official EmotiBit DataParser computes. */
@NullMarked
package io.pulsefeed.emotibit.importing;

import org.jspecify.annotations.NullMarked;
