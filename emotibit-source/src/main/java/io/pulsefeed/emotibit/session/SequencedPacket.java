package io.pulsefeed.emotibit.session;

import io.pulsefeed.emotibit.wire.Packet;

/**
 * A packet with its counters unwrapped.
 *
 * @param number packet number, unwrapped over the session
 * @param deviceMs TIMESTAMP, unwrapped over the session
 */
record SequencedPacket(long number, Packet packet, long deviceMs, Arrival arrival) {}
