package io.pulsefeed.kraken.client;

import io.pulsefeed.commons.delivery.ReceiveTime;
import io.pulsefeed.commons.time.MonotonicClock;
import io.pulsefeed.kraken.metrics.SourceMetrics;
import io.pulsefeed.simulators.kraken.KrakenSimulator;
import io.pulsefeed.simulators.kraken.Line;
import io.pulsefeed.simulators.kraken.Peer;
import io.pulsefeed.simulators.kraken.server.HttpAnswer;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;

/** Connects the client classes to the simulator without sockets, in one thread. */
public final class SimulatedTransport {

    private static final int MAX_FRAME = 16 << 20;

    private SimulatedTransport() {}

    public static KrakenSocket.Factory sockets(KrakenSimulator simulator, int version) {
        return listener -> new SimulatedSocket(simulator, version, listener);
    }

    public static TradesFetcher fetcher(
            KrakenSimulator simulator, RequestRateLimiter limiter, SourceMetrics metrics, MonotonicClock monotonic) {
        HttpGet http = new HttpGet() {
            @Override
            public Response get(String url) throws IOException {
                HttpAnswer answer = simulator.rest(url.substring("http://kraken".length()));
                if (answer.status() == 0) {
                    throw new SocketTimeoutException("Read timed out");
                }
                return new Response(answer.status(), answer.headers().get("Retry-After"), answer.body());
            }

            @Override
            public void close() {
                // Calls complete synchronously, so there is no request to abort.
            }
        };
        return new TradesFetcher(
                new RestClient(URI.create("http://kraken"), http, simulator.clock(), ReceiveTime.NONE),
                limiter,
                Duration.ofMillis(250),
                Duration.ofSeconds(1),
                metrics,
                monotonic);
    }

    public static void runOnce(TradesFetcher fetcher) {
        fetcher.runOnce();
    }

    private static final class SimulatedSocket implements KrakenSocket, Peer {

        private final KrakenSimulator simulator;
        private final int version;
        private final Listener listener;
        private Line line;
        private boolean closed;

        SimulatedSocket(KrakenSimulator simulator, int version, Listener listener) {
            this.simulator = simulator;
            this.version = version;
            this.listener = listener;
        }

        @Override
        public boolean open(Duration timeout) {
            line = simulator.connect(this, version);
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
                listener.onText(text);
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
            listener.onClosed(code, reason);
        }
    }
}
