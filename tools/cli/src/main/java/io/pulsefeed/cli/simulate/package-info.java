/**
 * {@code pulsefeed simulate}. Runs the simulators of Kraken, news sites and EmotiBit devices.
 */
@NullMarked
package io.pulsefeed.cli.simulate;

import org.jspecify.annotations.NullMarked;
