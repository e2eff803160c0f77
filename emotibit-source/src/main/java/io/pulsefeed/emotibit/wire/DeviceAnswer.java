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

    /** Serial numbers have about 15 characters. */
    private static final int MAX_ID = 64;

    public enum Type {
        /** HH, the answer to a discovery request (HE). */
        HELLO,
        /** PO, the answer to a connect request (EC) or a ping (PN). */
        PONG
    }

    /** The answer in {@code packet}, or null if it is another packet or has an id that no device has. */
    public static @Nullable DeviceAnswer of(Packet packet) {
        Integer dataPort = port(packet.valueOf("DP"));
        if (dataPort == null) {
            return null;
        }
        return switch (packet.tag()) {
            case "HH" -> {
                String id = id(packet.valueOf("DI"));
                boolean usable = id == null || isUsable(id);
                yield usable ? new DeviceAnswer(Type.HELLO, dataPort, id, packet.timestamp()) : null;
            }
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

    /** Whether a text can be the id of a device, which is the key of all records, and part of metrics and log lines. */
    public static boolean isUsable(String id) {
        return id.length() <= MAX_ID && id.chars().noneMatch(Character::isISOControl);
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
