/**
 * Synthetic physiology: pulse wave, skin conductance, temperature and motion. All values derive from a seed and the time since the start.
 */
@NullMarked
package io.pulsefeed.simulators.emotibit.body;

import org.jspecify.annotations.NullMarked;
