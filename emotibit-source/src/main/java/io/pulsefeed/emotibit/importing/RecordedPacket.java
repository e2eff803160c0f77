package io.pulsefeed.emotibit.importing;

import java.util.List;

/**
 * One line of a recorded file, with the times that the official DataParser computes.
 *
 * @param line exact text without the line end
 * @param wellFormed whether the header is valid; if not, the following fields are 0 or empty
 * @param deviceMs TIMESTAMP, unwrapped to 64 bits
 * @param packetNumber PACKET# as recorded, 0 to 65535
 * @param dataLength NUM_DATAPOINTS
 * @param typeTag TYPETAG, two characters
 * @param version VERSION
 * @param reliability RELIABILITY
 * @param values exact text of the payload elements
 * @param sampleDeviceMs device ms of each of the first {@code dataLength} values
 * @param sampleEpochUs wall-clock time of the same values, microseconds since 1970; empty if the file has no time-sync
 *     exchange
 */
public record RecordedPacket(
        String line,
        boolean wellFormed,
        long deviceMs,
        int packetNumber,
        int dataLength,
        String typeTag,
        int version,
        int reliability,
        List<String> values,
        double[] sampleDeviceMs,
        long[] sampleEpochUs) {}
