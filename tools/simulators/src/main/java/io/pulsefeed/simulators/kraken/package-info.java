/**
 * Simulates the Kraken exchange: WebSocket v2 and v1, REST, and faults.
 * {@link io.pulsefeed.simulators.kraken.KrakenSimulator} is the library, {@link io.pulsefeed.simulators.kraken.KrakenSimulatorCommand}
 * the command.
 */
@NullMarked
package io.pulsefeed.simulators.kraken;

import org.jspecify.annotations.NullMarked;
