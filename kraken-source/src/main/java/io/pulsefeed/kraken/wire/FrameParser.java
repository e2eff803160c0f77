package io.pulsefeed.kraken.wire;

/** Parser of the frames of one WebSocket protocol version. Not thread-safe: each connection has its own. */
public interface FrameParser {

    /**
     * Parses one frame and passes its content to {@code handler}. Never throws on input from Kraken: malformed input is passed to
     * {@link FrameHandler#onRejected}, and unknown fields and channels are ignored, because Kraken adds them at any time.
     */
    void parse(String frame, FrameHandler handler);
}
