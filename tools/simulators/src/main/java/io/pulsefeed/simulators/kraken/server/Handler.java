package io.pulsefeed.simulators.kraken.server;

import org.jspecify.annotations.Nullable;

/** Handles the requests of a {@link WebServer}. Called concurrently on connection threads. */
public interface Handler {

    /** Answers a plain request. */
    HttpAnswer answer(HttpRequest request);

    /** Accepts or refuses a WebSocket handshake. */
    Handshake handshake(HttpRequest request);

    /** Called once for each accepted handshake, before the first message. */
    Listener opened(HttpRequest request, WebSocketConnection connection);

    /** Receives the messages of one WebSocket connection. Calls are sequential. */
    interface Listener {

        void message(String text);

        /** The connection is closed, by either side. */
        void closed();
    }

    /**
     * @param refusal the response to a refused client; null when accepted
     * @param hang true to send no response at all
     */
    record Handshake(@Nullable HttpAnswer refusal, boolean hang) {

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
