package io.pulsefeed.simulators.kraken;

/**
 * The client's end of a connection: a socket, or a test that runs the exchange on its own thread. A call must not block or call
 * back into the simulator.
 */
public interface Peer {

    /** One text frame. */
    void frame(String text);

    /** The exchange closes the connection with a close frame. */
    void closed(int code, String reason);

    /** The exchange closes the TCP connection without a close frame, which clients report as 1006. */
    void cut();

    /**
     * Closes the connection inside a frame: half of {@code text} arrives. Without a socket, the same as {@link #cut}.
     */
    default void cutInside(String text) {
        cut();
    }

    /** The handshake was refused with this HTTP status; 0 for no response. No other call follows. */
    default void refused(int status) {
        cut();
    }

    /** While on, nothing is read or written, and the TCP connection stays open. */
    default void stall(boolean on) {}
}
