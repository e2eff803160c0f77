package io.pulsefeed.system;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefeed.testing.Http;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Calls to Kafka Connect's REST interface as a user interface makes them: repeated while the worker rebalances. */
final class ConnectCalls {

    private static final int CONFLICT = 409;
    private static final Duration RETRY_INTERVAL = Duration.ofMillis(100);

    private ConnectCalls() {}

    /** @param body null for a request without a body */
    static Http.Response send(String restUrl, String method, String path, JsonNode body) {
        Http http = Http.to(restUrl);
        long deadline = System.nanoTime() + TestStack.LIMIT.toNanos();
        while (true) {
            try {
                Http.Response response = http.call(method, path, body == null ? null : body.toString());
                boolean isRebalancing =
                        response.status() == CONFLICT && response.body().contains("rebalance");
                if (!isRebalancing || System.nanoTime() > deadline) {
                    return response;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            LockSupport.parkNanos(RETRY_INTERVAL.toNanos());
        }
    }
}
