package io.pulsefeed.simulators.kraken.server;

/** What a {@link WebServer} serves. Called on connection threads, several at a time. */
public interface Handler {

    /** Answers a plain request. */
    HttpAnswer answer(HttpRequest request);

    /** Decides about a WebSocket handshake. */
    Handshake handshake(HttpRequest request);

    /** Called once for each accepted handshake, before the first message. */
    Listener opened(HttpRequest request, WebSocketConnection connection);

    /** What one WebSocket connection brings. Calls come one at a time, in order. */
    interface Listener {

        void message(String text);

        /** The connection is gone, whoever ended it. */
        void closed();
    }

    /**
     * @param refusal what a refused client gets instead of a connection; null when accepted
     * @param hang true to leave the client without any answer
     */
    record Handshake(HttpAnswer refusal, boolean hang) {

        public static Handshake accepted() {
            return new Handshake(null, false);
        }

        public static Handshake refused(HttpAnswer answer) {
            return new Handshake(answer, false);
        }

        public static Handshake hanging() {
            return new Handshake(null, true);
        }
    }
}
