package io.pulsefeed.emotibit;

import io.pulsefeed.emotibit.session.TimedPacket;
import io.pulsefeed.emotibit.wire.Packet;
import io.pulsefeed.emotibit.wire.Values;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decodes the entries of a {@link PacketEncoder}, in the order in which they were encoded. Not thread-safe. */
final class PacketDecoder {

    private static final int VARINT_BITS = 7;
    private static final int VARINT_MORE = 0x80;

    private final List<Device> devices = new ArrayList<>();
    private byte[] buffer = new byte[0];
    private int position;
    private int end;

    /** The session and the last packet of a device. */
    private static final class Device {
        private String id = "";
        private String sessionId = "";
        private long number;
        private long deviceMs;
        private long epochUs;
        private long recvEpochUs;
    }

    void setInput(byte[] bytes, int length) {
        buffer = bytes;
        position = 0;
        end = length;
    }

    boolean hasMore() {
        return position < end;
    }

    /** The next packet, or null if the next entry is an event. */
    @Nullable
    TimedPacket next() {
        byte type = buffer[position++];
        while (type == PacketEncoder.SESSION) {
            readSession();
            type = buffer[position++];
        }
        return type == PacketEncoder.EVENT ? null : readPacket();
    }

    private void readSession() {
        int index = (int) read();
        while (devices.size() <= index) {
            devices.add(new Device());
        }
        Device device = devices.get(index);
        device.id = new String(readBytes(), StandardCharsets.UTF_8);
        device.sessionId = new String(readBytes(), StandardCharsets.UTF_8);
    }

    private TimedPacket readPacket() {
        Device device = devices.get((int) read());
        String tag = new String(buffer, position, 2, StandardCharsets.ISO_8859_1).intern();
        position += 2;
        device.number += readSigned();
        device.deviceMs += readSigned();
        device.epochUs += readSigned();
        device.recvEpochUs += readSigned();
        double periodMs = read() / PacketEncoder.PERIOD_STEPS;
        String source = PacketEncoder.SOURCES[(int) read()];
        long uncertainty = read();
        int reliability = (int) read();
        int payloadStart = (int) read();
        int flags = (int) read();
        String text = new String(readBytes(), StandardCharsets.ISO_8859_1);
        return new TimedPacket(
                device.id,
                device.sessionId,
                tag,
                device.number,
                device.deviceMs,
                device.epochUs,
                periodMs,
                source,
                uncertainty == 0 ? Double.NaN : (uncertainty - 1) / PacketEncoder.UNCERTAINTY_STEPS,
                reliability,
                payloadStart,
                values(text, flags),
                text,
                device.recvEpochUs);
    }

    /** The samples are decoded from the text again: as numbers, they would need more bytes than all other fields. */
    private static Values values(String text, int flags) {
        Values none = new Values(new double[0], flags);
        if (!TimedPacket.isPlaced(flags)) {
            return none;
        }
        Packet packet = Packet.parse(text);
        return packet == null ? none : new Values(Values.of(packet).samples(), flags);
    }

    private byte[] readBytes() {
        byte[] bytes = new byte[(int) read()];
        System.arraycopy(buffer, position, bytes, 0, bytes.length);
        position += bytes.length;
        return bytes;
    }

    private long readSigned() {
        long value = read();
        return value >>> 1 ^ -(value & 1);
    }

    private long read() {
        long value = 0;
        int shift = 0;
        byte next = buffer[position++];
        while ((next & VARINT_MORE) != 0) {
            value |= (long) (next & VARINT_MORE - 1) << shift;
            shift += VARINT_BITS;
            next = buffer[position++];
        }
        return value | (long) next << shift;
    }
}
