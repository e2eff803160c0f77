package io.pulsefeed.emotibit.importing;

import io.pulsefeed.emotibit.wire.Packet;
import org.jspecify.annotations.Nullable;

/**
 * One line of a recorded file.
 *
 * @param text exact text without the line end and NUL bytes
 * @param number number of the line in the file, counted from 1
 * @param quality whether the line is a packet of the recording
 * @param packet the packet; null if the line is malformed
 */
public record RecordedLine(String text, long number, Quality quality, @Nullable Packet packet) {

    /** Whether a line is a packet of the recording. */
    public enum Quality {
        SOUND,
        /** The header is invalid. */
        MALFORMED,
        /** The timestamp or the number can neither follow the packets before it, nor precede those after it. */
        IMPLAUSIBLE,
        /** The same packet as a line shortly before it. */
        REPEATED
    }

    /** The packet of a sound line, null otherwise. */
    @Nullable
    Packet soundPacket() {
        return quality == Quality.SOUND ? packet : null;
    }
}
