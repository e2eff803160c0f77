package io.pulsefeed.simulators.kraken.server;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads and writes RFC 6455 frames on the server side. */
public final class WebSocketFrames {

    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int MAX_MESSAGE_BYTES = 1024 * 1024;
    private static final int MAX_REASON_BYTES = 123;

    private WebSocketFrames() {}

    /** One unmasked, final text frame. */
    public static byte[] text(String text) {
        return encode(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] encode(int opcode, byte[] payload) {
        int length = payload.length;
        ByteBuffer frame = ByteBuffer.allocate(length + (length < 126 ? 2 : length < 65_536 ? 4 : 10));
        frame.put((byte) (0x80 | opcode));
        if (length < 126) {
            frame.put((byte) length);
        } else if (length < 65_536) {
            frame.put((byte) 126).putShort((short) length);
        } else {
            frame.put((byte) 127).putLong(length);
        }
        return frame.put(payload).array();
    }

    static byte[] encodeClose(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(text.length, MAX_REASON_BYTES);
        return encode(
                CLOSE,
                ByteBuffer.allocate(2 + length)
                        .putShort((short) code)
                        .put(text, 0, length)
                        .array());
    }

    static String text(byte[] payload) throws ProtocolException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(payload))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ProtocolException(1007, "Text is not UTF-8");
        }
    }

    /** A whole message, or a control frame. */
    record Message(int opcode, byte[] payload) {}

    /** Reads masked frames and reassembles fragments. */
    static final class Reader {

        private final DataInputStream in;
        private final ByteArrayOutputStream fragments = new ByteArrayOutputStream();
        private int fragmented;

        Reader(InputStream in) {
            this.in = new DataInputStream(in);
        }

        Message next() throws IOException {
            while (true) {
                int head = in.readUnsignedByte();
                int opcode = head & 15;
                boolean last = (head & 0x80) != 0;
                if ((head & 0x70) != 0) {
                    throw new ProtocolException(1002, "No extension was negotiated");
                }
                byte[] payload = readPayload();
                if (opcode >= CLOSE) {
                    if (!last || payload.length > 125 || opcode > PONG) {
                        throw new ProtocolException(1002, "Bad control frame");
                    }
                    return new Message(opcode, payload);
                }
                Message whole = collect(opcode, last, payload);
                if (whole != null) {
                    return whole;
                }
            }
        }

        private @Nullable Message collect(int opcode, boolean last, byte[] payload) throws ProtocolException {
            boolean continuation = opcode == 0;
            if (opcode > BINARY || continuation != (fragmented != 0)) {
                throw new ProtocolException(1002, "Unexpected opcode " + opcode);
            }
            if (last && !continuation) {
                return new Message(opcode, payload);
            }
            if (!continuation) {
                fragmented = opcode;
            }
            if (fragments.size() + payload.length > MAX_MESSAGE_BYTES) {
                throw new ProtocolException(1009, "Message too big");
            }
            fragments.writeBytes(payload);
            if (!last) {
                return null;
            }
            Message whole = new Message(fragmented, fragments.toByteArray());
            fragments.reset();
            fragmented = 0;
            return whole;
        }

        private byte[] readPayload() throws IOException {
            int second = in.readUnsignedByte();
            long length = second & 127;
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = in.readLong();
            }
            if (length < 0 || length > MAX_MESSAGE_BYTES) {
                throw new ProtocolException(1009, "Message too big");
            }
            if ((second & 0x80) == 0) {
                throw new ProtocolException(1002, "Client frames must be masked");
            }
            byte[] mask = in.readNBytes(4);
            byte[] payload = in.readNBytes((int) length);
            if (mask.length < 4 || payload.length < length) {
                throw new IOException("Connection closed inside a frame");
            }
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= mask[i & 3];
            }
            return payload;
        }
    }

    /** The peer violated the protocol; {@link #code} is the code of the close frame. */
    static final class ProtocolException extends IOException {

        private final int code;

        ProtocolException(int code, String message) {
            super(message);
            this.code = code;
        }

        int code() {
            return code;
        }
    }
}
