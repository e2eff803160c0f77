/**
 * Simulates EmotiBit devices: discovery, control and data channels, time synchronization, and faults.
 * {@link io.pulsefeed.simulators.emotibit.EmotiBitSimulator} is the library, {@link
 * io.pulsefeed.simulators.emotibit.EmotiBitSimulatorCommand} the command.
 */
@NullMarked
package io.pulsefeed.simulators.emotibit;

import org.jspecify.annotations.NullMarked;
