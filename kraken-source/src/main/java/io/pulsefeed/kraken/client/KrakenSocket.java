package io.pulsefeed.kraken.client;

import java.time.Duration;

/** One connection attempt and, if it succeeds, the connection. Used by one thread; its listener is called by another. */
public interface KrakenSocket {

    /** Connects and shakes hands, and returns whether that succeeded; the reason of a failure goes to the listener. */
    boolean open(Duration timeout) throws InterruptedException;

    /** False when the connection is gone. */
    boolean send(String text);

    /** Ends the connection at once, without waiting for the peer. Any thread may call it, in any state. */
    void abort(String reason);

    /** What happens on the connection. Nothing it does may block. */
    interface Listener {

        void text(String frame);

        void closed(int code, String reason);
    }

    /** Makes a socket per attempt. */
    interface Factory {

        KrakenSocket create(Listener listener);
    }
}
