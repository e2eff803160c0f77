package io.pulsefeed.emotibit.wire;

import org.jspecify.annotations.Nullable;

/**
 * An answer of a device on the advertising channel.
 *
 * @param dataPort data port of the device's session; negative if the device is available
 * @param deviceId id of the device; null in pongs, and in answers of old firmware
 * @param timestamp device ms since boot, unsigned 32 bit
 */
public record DeviceAnswer(Type type, int dataPort, @Nullable String deviceId, long timestamp) {

    public enum Type {
        /** HH, the answer to a discovery request (HE). */
        HELLO,
        /** PO, the answer to a connect request (EC) or a ping (PN). */
        PONG
    }

    /** The answer in {@code packet}, or null if it is another packet. */
    public static @Nullable DeviceAnswer of(Packet packet) {
        Integer dataPort = port(packet.valueOf("DP"));
        if (dataPort == null) {
            return null;
        }
        return switch (packet.tag()) {
            case "HH" -> new DeviceAnswer(Type.HELLO, dataPort, id(packet.valueOf("DI")), packet.timestamp());
            case "PO" -> new DeviceAnswer(Type.PONG, dataPort, null, packet.timestamp());
            default -> null;
        };
    }

    public boolean isAvailable() {
        return dataPort < 0;
    }

    private static @Nullable String id(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    private static @Nullable Integer port(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return Integer.valueOf(text.strip());
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
