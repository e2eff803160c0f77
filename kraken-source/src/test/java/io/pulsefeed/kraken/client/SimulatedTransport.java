package io.pulsefeed.kraken.client;

import io.pulsefeed.kraken.metrics.SourceMetrics;
import io.pulsefeed.simulators.kraken.KrakenSimulator;
import io.pulsefeed.simulators.kraken.Line;
import io.pulsefeed.simulators.kraken.Peer;
import io.pulsefeed.simulators.kraken.server.HttpAnswer;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.function.LongSupplier;

/** The venue without sockets: the connector's own classes down to the last one before the network, in one thread. */
public final class SimulatedTransport {

    private static final int MAX_FRAME = 16 << 20;

    private SimulatedTransport() {}

    public static KrakenSocket.Factory sockets(KrakenSimulator venue, int version) {
        return listener -> new SimulatedSocket(venue, version, listener);
    }

    public static TradesFetcher fetcher(
            KrakenSimulator venue, RequestRateLimiter pace, SourceMetrics stats, LongSupplier nanoTime) {
        HttpGet http = new HttpGet() {
            @Override
            public Answer get(String address) throws IOException {
                HttpAnswer answer = venue.rest(address.substring("http://venue".length()));
                if (answer.status() == 0) {
                    throw new SocketTimeoutException("Read timed out");
                }
                return new Answer(answer.status(), answer.headers().get("Retry-After"), answer.body());
            }

            @Override
            public void close() {
                // Nothing is ever under way between two calls.
            }
        };
        return new TradesFetcher(
                new RestClient(URI.create("http://venue"), http),
                pace,
                Duration.ofMillis(250),
                Duration.ofSeconds(1),
                stats,
                nanoTime);
    }

    public static void runOnce(TradesFetcher fetcher) {
        fetcher.runOnce();
    }

    private static final class SimulatedSocket implements KrakenSocket, Peer {

        private final KrakenSimulator venue;
        private final int version;
        private final Listener listener;
        private Line line;
        private boolean closed;

        SimulatedSocket(KrakenSimulator venue, int version, Listener listener) {
            this.venue = venue;
            this.version = version;
            this.listener = listener;
        }

        @Override
        public boolean open(Duration timeout) {
            line = venue.connect(this, version);
            return !closed;
        }

        @Override
        public boolean send(String text) {
            if (!closed) {
                line.send(text);
            }
            return !closed;
        }

        @Override
        public void abort(String reason) {
            if (!closed) {
                closed = true;
                line.hangUp();
            }
        }

        @Override
        public void frame(String text) {
            if (!closed && text.length() > MAX_FRAME) {
                end(1009, "Payload limit reached");
            } else if (!closed) {
                listener.text(text);
            }
        }

        @Override
        public void closed(int code, String reason) {
            end(code, reason);
        }

        @Override
        public void cut() {
            end(1006, "");
        }

        @Override
        public void refused(int status) {
            end(1002, "Invalid status code received: " + status + " Status line: HTTP/1.1 " + status);
        }

        private void end(int code, String reason) {
            closed = true;
            listener.closed(code, reason);
        }
    }
}
