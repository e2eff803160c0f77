package io.pulsefeed.cli.export;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A packet on its way from the topic to a file of one signal.
 *
 * @param number packet number, unwrapped over the session
 * @param deviceMs time of the device, unwrapped over the session
 * @param epochUs wall-clock time of the last sample
 * @param periodUs wall-clock time between samples; 0 for single values
 * @param isOfficial whether the times are those of the official DataParser
 * @param samples number of samples; 0 for packets without numbers, which are one row
 * @param text exact text
 */
record ParsedPacket(
        long number, long deviceMs, long epochUs, double periodUs, boolean isOfficial, int samples, String text) {

    private static final double US_PER_SECOND = 1e6;

    static ParsedPacket of(JsonNode record) {
        return new ParsedPacket(
                record.path("packet_number").asLong(),
                record.path("emotibit_ts").asLong(),
                Math.round(record.path("timestamp").asDouble() * US_PER_SECOND),
                record.path("period").asDouble() * US_PER_SECOND,
                record.path("time_source").asText().equals("official"),
                record.path("values").size(),
                record.path("packet").asText());
    }

    void write(DataOutputStream out) throws IOException {
        out.writeLong(number);
        out.writeLong(deviceMs);
        out.writeLong(epochUs);
        out.writeDouble(periodUs);
        out.writeBoolean(isOfficial);
        out.writeInt(samples);
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /** The next packet, or null at the end. */
    static @Nullable ParsedPacket read(DataInputStream in) throws IOException {
        long number;
        try {
            number = in.readLong();
        } catch (EOFException e) {
            return null;
        }
        long deviceMs = in.readLong();
        long epochUs = in.readLong();
        double periodUs = in.readDouble();
        boolean isOfficial = in.readBoolean();
        int samples = in.readInt();
        String text = new String(in.readNBytes(in.readInt()), StandardCharsets.ISO_8859_1);
        return new ParsedPacket(number, deviceMs, epochUs, periodUs, isOfficial, samples, text);
    }
}
