package io.pulsefeed.emotibit.importing;

import java.util.List;

/**
 * One line of a recorded file with its times as the official DataParser computes them.
 *
 * @param line exact text without the line end
 * @param wellFormed whether the header could be read; the fields below are 0 or empty when not
 * @param deviceMs TIMESTAMP unwrapped to 64 bit
 * @param packetNumber PACKET# as written, 0..65535
 * @param dataLength NUM_DATAPOINTS
 * @param typeTag two characters
 * @param version VERSION
 * @param reliability RELIABILITY
 * @param values exact text of the payload elements
 * @param sampleDeviceMs device ms of each of the first {@code dataLength} values
 * @param sampleEpochMicros wall time of the same, microseconds; empty while the file carries no time-sync exchange
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
        long[] sampleEpochMicros) {}
