package io.pulsefeed.emotibit.importing;

import io.pulsefeed.emotibit.wire.Packet;
import org.jspecify.annotations.Nullable;

/**
 * One line of a recorded file, with the times that the official DataParser computes.
 *
 * @param line exact text without the line end
 * @param number number of the line in the file, counted from 1
 * @param quality whether the line is a packet of the recording; if it is not, the components after {@code packet} are 0 or empty
 * @param packet the packet, or null if the header is invalid
 * @param deviceMs TIMESTAMP, unwrapped to 64 bits
 * @param sampleDeviceMs device ms of each of the values that the header states, at most 256
 * @param sampleEpochUs wall-clock time of the same values, microseconds since 1970; empty if the file has no time-sync
 *     exchange
 */
public record RecordedPacket(
        String line,
        long number,
        RecordedLine.Quality quality,
        @Nullable Packet packet,
        long deviceMs,
        double[] sampleDeviceMs,
        long[] sampleEpochUs) {}
