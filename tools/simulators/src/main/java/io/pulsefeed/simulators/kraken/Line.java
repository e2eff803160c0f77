package io.pulsefeed.simulators.kraken;

import org.jspecify.annotations.Nullable;

/** The client's end of an in-process connection, used in place of a socket. */
public final class Line {

    private final Exchange exchange;
    private final @Nullable Session session;

    /** @param session null when the handshake was refused */
    Line(Exchange exchange, Session session) {
        this.exchange = exchange;
        this.session = session;
    }

    /** Sends one text frame to the exchange; the {@link Peer} receives the answers before this method returns. */
    public void send(String frame) {
        if (session != null) {
            exchange.receive(session, frame);
        }
    }

    /** Closes the connection from the client side. */
    public void hangUp() {
        if (session != null) {
            exchange.closed(session);
        }
    }
}
