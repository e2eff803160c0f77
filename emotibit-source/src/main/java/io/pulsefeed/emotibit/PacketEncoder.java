package io.pulsefeed.emotibit;

import io.pulsefeed.emotibit.clock.TimeSource;
import io.pulsefeed.emotibit.session.TimedPacket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Encodes packets in about 70 bytes: the text, and the differences to the previous packet of the device. {@link PacketDecoder} reads
 * them in the same order. Not thread-safe.
 *
 * <pre>
 *   entry    = SESSION device-index device-id session-id | PACKET packet | EVENT
 *   packet   = device-index tag number device-ms epoch-us recv-epoch-us period source uncertainty reliability payload-start flags text
 *   integers have variable length, 7 bits per byte; signed ones alternate between positive and negative (zigzag)
 * </pre>
 */
final class PacketEncoder {

    static final byte SESSION = 0;
    static final byte PACKET = 1;
    static final byte EVENT = 2;

    static final double PERIOD_STEPS = 1e6;
    static final double UNCERTAINTY_STEPS = 1e3;
    static final String[] SOURCES =
            Arrays.stream(TimeSource.values()).map(TimeSource::label).toArray(String[]::new);

    private static final int VARINT_BITS = 7;
    private static final int VARINT_MORE = 0x80;
    private static final int MAX_HEADER_BYTES = 128;

    private final Map<String, Device> devices = new HashMap<>();
    private byte[] buffer = new byte[1024];
    private int length;

    /** The last packet of a device. */
    private static final class Device {
        private final int index;
        private String sessionId = "";
        private long number;
        private long deviceMs;
        private long epochUs;
        private long recvEpochUs;

        Device(int index) {
            this.index = index;
        }
    }

    /** The entry of the last call, from the start of {@link #bytes}. */
    int length() {
        return length;
    }

    byte[] bytes() {
        return buffer;
    }

    void encodeEvent() {
        length = 0;
        buffer[length++] = EVENT;
    }

    /** Encodes a packet, after an entry for its session if that is new. */
    void encode(TimedPacket packet) {
        length = 0;
        byte[] text = packet.text().getBytes(StandardCharsets.ISO_8859_1);
        Device device = devices.get(packet.deviceId());
        if (device == null) {
            device = new Device(devices.size());
            devices.put(packet.deviceId(), device);
        }
        ensure(text.length
                + MAX_HEADER_BYTES
                + 4 * (packet.deviceId().length() + packet.sessionId().length()));
        if (!device.sessionId.equals(packet.sessionId())) {
            device.sessionId = packet.sessionId();
            buffer[length++] = SESSION;
            write(device.index);
            write(packet.deviceId().getBytes(StandardCharsets.UTF_8));
            write(packet.sessionId().getBytes(StandardCharsets.UTF_8));
        }
        buffer[length++] = PACKET;
        write(device.index);
        buffer[length++] = (byte) packet.tag().charAt(0);
        buffer[length++] = (byte) packet.tag().charAt(1);
        writeSigned(packet.number() - device.number);
        writeSigned(packet.deviceMs() - device.deviceMs);
        writeSigned(packet.epochUs() - device.epochUs);
        writeSigned(packet.recvEpochUs() - device.recvEpochUs);
        write(Math.round(packet.periodMs() * PERIOD_STEPS));
        write(Arrays.asList(SOURCES).indexOf(packet.source()));
        write(Double.isNaN(packet.uncertaintyMs()) ? 0 : Math.round(packet.uncertaintyMs() * UNCERTAINTY_STEPS) + 1);
        write(packet.reliability());
        write(packet.payloadStart());
        write(packet.values().flags());
        write(text);
        device.number = packet.number();
        device.deviceMs = packet.deviceMs();
        device.epochUs = packet.epochUs();
        device.recvEpochUs = packet.recvEpochUs();
    }

    private void ensure(int bytes) {
        if (buffer.length < bytes) {
            buffer = new byte[bytes];
        }
    }

    private void write(byte[] bytes) {
        write(bytes.length);
        System.arraycopy(bytes, 0, buffer, length, bytes.length);
        length += bytes.length;
    }

    private void writeSigned(long value) {
        write(value << 1 ^ value >> Long.SIZE - 1);
    }

    private void write(long value) {
        long rest = value;
        while ((rest & -VARINT_MORE) != 0) {
            buffer[length++] = (byte) (rest & VARINT_MORE - 1 | VARINT_MORE);
            rest >>>= VARINT_BITS;
        }
        buffer[length++] = (byte) rest;
    }
}
