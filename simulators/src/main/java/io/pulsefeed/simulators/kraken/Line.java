package io.pulsefeed.simulators.kraken;

/** The client's end of an in-process connection: what a socket would be, without one. */
public final class Line {

    private final Venue venue;
    private final Session session;

    Line(Venue venue, Session session) {
        this.venue = venue;
        this.session = session;
    }

    /** Sends one text frame to the venue; the answers arrive at the {@link Peer} before this returns. */
    public void send(String frame) {
        venue.receive(session, frame);
    }

    /** Ends the connection from the client's side. */
    public void hangUp() {
        venue.closed(session);
    }
}
