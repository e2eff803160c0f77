package io.pulsefeed.simulators.kraken;

/** The client's end of an in-process connection: what a socket would be, without one. */
public final class Line {

    private final Venue venue;
    private final Session session;

    /** @param session null when the handshake was refused: nothing passes then */
    Line(Venue venue, Session session) {
        this.venue = venue;
        this.session = session;
    }

    /** Sends one text frame to the venue; the answers arrive at the {@link Peer} before this returns. */
    public void send(String frame) {
        if (session != null) {
            venue.receive(session, frame);
        }
    }

    /** Ends the connection from the client's side. */
    public void hangUp() {
        if (session != null) {
            venue.closed(session);
        }
    }
}
