package io.pulsefeed.kraken.client;

import java.time.Duration;

/** One WebSocket connection attempt and, if it succeeds, the connection. One thread uses it; another calls the listener. */
public interface KrakenSocket {

    /** Connects and performs the handshake. On failure it returns false and passes the reason to the listener. */
    boolean open(Duration timeout) throws InterruptedException;

    /** Sends a text frame. Returns false if the connection is closed. */
    boolean send(String text);

    /** Closes the connection at once, without the closing handshake. Any thread may call it, in any state. */
    void abort(String reason);

    /** Receives what happens on the connection. Implementations must not block. */
    interface Listener {

        void onText(String frame);

        void onClosed(int code, String reason);
    }

    /** Creates a socket for each attempt. */
    interface Factory {

        KrakenSocket create(Listener listener);
    }
}
