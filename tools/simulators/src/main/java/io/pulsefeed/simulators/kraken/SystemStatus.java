package io.pulsefeed.simulators.kraken;

/**
 * The content of the status channel.
 *
 * @param system {@code online}, {@code maintenance}, {@code cancel_only} or {@code post_only}
 * @param connectionId unsigned 64 bits, in decimal
 * @param maintenance JSON array of announced maintenance
 */
record SystemStatus(String system, String connectionId, String maintenance) {}
