package io.pulsefeed.testing;

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
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** HTTP calls to one server, with JSON bodies. Every status code is returned; none is an exception. */
public final class Http {

    private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(15);
    /** Longer than Kafka Connect's own limit of 90 s, so that its error arrives. */
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(95);

    private final String baseUrl;
    private final HttpClient client;

    private Http(String baseUrl, HttpClient.Builder client) {
        this.baseUrl = baseUrl;
        this.client = client.version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(QUERY_TIMEOUT)
                .build();
    }

    public static Http to(String baseUrl) {
        return new Http(baseUrl, HttpClient.newBuilder());
    }

    /** A server of the loopback interface. */
    public static Http to(int port) {
        return to("http://127.0.0.1:" + port);
    }

    public static Http to(String baseUrl, SSLContext tls) {
        return new Http(baseUrl, HttpClient.newBuilder().sslContext(tls));
    }

    /**
     * A response of any status.
     *
     * @param request method and URL, for failure messages
     */
    public record Response(String request, int status, String body) {

        private static final ObjectMapper JSON = new ObjectMapper();

        public boolean isSuccess() {
            return status / 100 == 2;
        }

        /**
         * The JSON body; a JSON null if it is empty.
         *
         * @throws AssertionError if the status is not 2xx or the body is not JSON
         */
        public JsonNode json() {
            if (!isSuccess()) {
                throw new AssertionError(request + " returned " + status + ": " + body);
            }
            return jsonOfAnyStatus();
        }

        /** The same for a server that describes errors in JSON. */
        public JsonNode jsonOfAnyStatus() {
            try {
                return body.isBlank() ? JSON.nullNode() : JSON.readTree(body);
            } catch (IOException e) {
                throw new AssertionError(request + " returned " + status + " with a body that is not JSON: " + body, e);
            }
        }
    }

    public Response get(String path) throws IOException {
        return call("GET", path, null);
    }

    /**
     * Sends one request.
     *
     * @param body JSON; none if null
     * @throws IOException if there is no response, for example because nothing listens or the TLS handshake fails
     */
    public Response call(String method, String path, @Nullable String body) throws IOException {
        return send(method, path, body, REQUEST_TIMEOUT);
    }

    private Response send(String method, String path, @Nullable String body, Duration timeout) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(baseUrl + path))
                .timeout(timeout)
                .header("Accept", "application/json")
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            return new Response(method + " " + request.uri(), response.statusCode(), response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted during " + method + " " + request.uri(), e);
        }
    }

    /** Whether a GET returns 200; false while nothing listens. */
    public boolean isOk(String path) {
        try {
            return send("GET", path, null, QUERY_TIMEOUT).status() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** The JSON of a GET, whatever its status. */
    public JsonNode getJson(String path) {
        try {
            return send("GET", path, null, QUERY_TIMEOUT).jsonOfAnyStatus();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
