package io.pulsefeed.simulators.kraken;

import io.pulsefeed.simulators.kraken.server.Handler;
import io.pulsefeed.simulators.kraken.server.HttpAnswer;
import io.pulsefeed.simulators.kraken.server.HttpRequest;
import io.pulsefeed.simulators.kraken.server.WebSocketConnection;
import io.pulsefeed.simulators.kraken.server.WebSocketFrames;
import java.util.Arrays;

/** Connects the sockets to the exchange: {@code /v2}, {@code /} (v1), {@code /0/public/*} and {@code /sim/*}. */
final class Gateway implements Handler {

    static final String V2_PATH = "/v2";
    static final String V1_PATH = "/";

    private static final HttpAnswer NOT_FOUND = HttpAnswer.html(404, "404 Not Found");

    private final Exchange exchange;
    private final RestApi rest;
    private final Control control;

    Gateway(Exchange exchange, RestApi rest, Control control) {
        this.exchange = exchange;
        this.rest = rest;
        this.control = control;
    }

    @Override
    public HttpAnswer answer(HttpRequest request) {
        if (request.path().startsWith(RestApi.PREFIX)) {
            return rest.answer(request);
        }
        return request.path().startsWith(Control.PREFIX) ? control.answer(request) : NOT_FOUND;
    }

    @Override
    public Handshake handshake(HttpRequest request) {
        if (!request.path().equals(V2_PATH) && !request.path().equals(V1_PATH)) {
            return Handshake.refused(NOT_FOUND);
        }
        return switch (exchange.admit(request.remote())) {
            case Admission.ACCEPTED -> Handshake.accepted();
            case Admission.NO_ANSWER -> Handshake.hanging();
            case 403 -> Handshake.refused(HttpAnswer.html(403, "403 Forbidden"));
            case 429 -> Handshake.refused(
                    HttpAnswer.html(429, "429 Too Many Requests").with("Retry-After", "600"));
            default -> Handshake.refused(HttpAnswer.html(503, "503 Service Unavailable"));
        };
    }

    @Override
    public Listener opened(HttpRequest request, WebSocketConnection connection) {
        Session session =
                exchange.open(new SocketPeer(connection), request.path().equals(V2_PATH) ? 2 : 1);
        return new Listener() {
            @Override
            public void message(String text) {
                exchange.receive(session, text);
            }

            @Override
            public void closed() {
                exchange.closed(session);
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
