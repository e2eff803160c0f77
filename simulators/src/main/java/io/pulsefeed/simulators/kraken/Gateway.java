package io.pulsefeed.simulators.kraken;

import io.pulsefeed.simulators.kraken.server.Handler;
import io.pulsefeed.simulators.kraken.server.HttpAnswer;
import io.pulsefeed.simulators.kraken.server.HttpRequest;
import io.pulsefeed.simulators.kraken.server.WebSocketConnection;
import io.pulsefeed.simulators.kraken.server.WebSocketFrames;
import java.util.Arrays;

/** Joins the sockets to the venue: {@code /v2}, {@code /} and {@code /0/public/*}. */
final class Gateway implements Handler {

    private final Venue venue;
    private final RestApi rest;

    Gateway(Venue venue) {
        this.venue = venue;
        this.rest = new RestApi(venue);
    }

    @Override
    public HttpAnswer answer(HttpRequest request) {
        if (!request.path().startsWith(RestApi.PREFIX)) {
            return HttpAnswer.html(404, "404 Not Found");
        }
        return rest.answer(request);
    }

    @Override
    public Handshake handshake(HttpRequest request) {
        return request.path().equals("/v2")
                ? Handshake.accepted()
                : Handshake.refused(HttpAnswer.html(404, "404 Not Found"));
    }

    @Override
    public Listener opened(HttpRequest request, WebSocketConnection connection) {
        Session session = venue.open(new SocketPeer(connection));
        return new Listener() {
            @Override
            public void message(String text) {
                venue.receive(session, text);
            }

            @Override
            public void closed() {
                venue.closed(session);
            }
        };
    }

    private record SocketPeer(WebSocketConnection connection) implements Peer {

        @Override
        public void frame(String text) {
            connection.send(text);
        }

        @Override
        public void closed(int code, String reason) {
            connection.close(code, reason);
        }

        @Override
        public void cut() {
            connection.cut();
        }

        @Override
        public void cutInside(String text) {
            byte[] frame = WebSocketFrames.text(text);
            connection.sendRaw(Arrays.copyOf(frame, frame.length / 2 + 1));
            connection.cut();
        }

        @Override
        public void stall(boolean on) {
            connection.stall(on);
        }
    }
}
