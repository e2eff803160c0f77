package io.pulsefeed.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** One call to Kafka Connect's REST interface as a user interface sees it: the status code and the text, whatever they are. */
record RestCall(String what, int status, String text) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private static final int REBALANCING = 409;
    private static final Duration PAUSE = Duration.ofMillis(100);

    /** Repeats the call while the worker rebalances, as every user interface does. */
    static RestCall make(String method, String url, JsonNode body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(95))
                .header("Accept", "application/json")
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()))
                .build();
        long deadline = System.nanoTime() + TestStack.LIMIT.toNanos();
        while (true) {
            HttpResponse<String> response = send(request);
            boolean settled =
                    response.statusCode() != REBALANCING || !response.body().contains("rebalance");
            if (settled || System.nanoTime() > deadline) {
                return new RestCall(method + " " + url, response.statusCode(), response.body());
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The answer of a call that must have worked. */
    JsonNode json() {
        if (status / 100 != 2) {
            throw new AssertionError(what + " answered " + status + ": " + text);
        }
        try {
            return text.isBlank() ? JSON.nullNode() : JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError(what + " answered with something that is not JSON: " + text, e);
        }
    }
}
