package io.pulsefeed.simulators.kraken;

/**
 * The client's end of a connection, as the venue sees it: a socket, or a test that drives the venue in its own thread. No call
 * may block or call back into the simulator.
 */
public interface Peer {

    /** One text frame. */
    void frame(String text);

    /** The venue ends the connection with a close frame. */
    void closed(int code, String reason);

    /** The venue drops the TCP connection without a close frame, which clients report as 1006. */
    void cut();

    /**
     * Drops the connection inside a frame: half of {@code text} arrives. Where there are no bytes it is a {@link #cut}.
     */
    default void cutInside(String text) {
        cut();
    }

    /** The handshake was refused with this HTTP status; 0 when it gets no answer at all. No other call follows. */
    default void refused(int status) {
        cut();
    }

    /** While on, nothing is read or written and TCP stays up. */
    default void stall(boolean on) {}
}
