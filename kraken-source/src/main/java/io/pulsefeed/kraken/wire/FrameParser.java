package io.pulsefeed.kraken.wire;

/** Reads the frames of one version of the WebSocket protocol. Not thread-safe: it belongs to one connection's reader. */
public interface FrameParser {

    /**
     * Tells {@code sink} what the frame says. Never throws on what the venue may send: damage goes to
     * {@link FrameHandler#rejected}, and what we do not know is ignored, since the venue adds fields and channels at will.
     */
    void parse(String frame, FrameHandler sink);
}
