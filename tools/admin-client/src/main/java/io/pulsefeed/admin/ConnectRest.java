package io.pulsefeed.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;

/** The calls of Kafka Connect's REST interface that the command and the tests need. */
public final class ConnectRest {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** The worker itself gives a request 90 s. */
    private static final Duration CALL_LIMIT = Duration.ofSeconds(95);

    private static final Duration BUSY_LIMIT = Duration.ofSeconds(120);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int CONFLICT = 409;
    private static final int NOT_FOUND = 404;

    /** State of a connector and its tasks; {@code trace} is empty unless FAILED. */
    public record Status(String name, String state, String trace, List<TaskStatus> tasks) {

        /** Running itself, with at least one task, and every task running. */
        public boolean isRunning() {
            return state.equals("RUNNING")
                    && !tasks.isEmpty()
                    && tasks.stream().allMatch(t -> t.state().equals("RUNNING"));
        }

        /** The trace of whatever failed first; empty when nothing did. */
        public String failure() {
            return state.equals("FAILED")
                    ? trace
                    : tasks.stream()
                            .filter(t -> t.state().equals("FAILED"))
                            .map(TaskStatus::trace)
                            .findFirst()
                            .orElse("");
        }
    }

    /** State of one task. */
    public record TaskStatus(int id, String state, String trace) {}

    private final String url;
    private final HttpClient client;

    /** @param url for example {@code http://127.0.0.1:8083} */
    public ConnectRest(String url) {
        this(url, Optional.empty());
    }

    /** @param tls whom to trust and what to show of oneself at an {@code https} address; empty for the JVM's own */
    public ConnectRest(String url, Optional<SSLContext> tls) {
        this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        HttpClient.Builder settings =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(10));
        tls.ifPresent(settings::sslContext);
        this.client = settings.build();
    }

    /**
     * Waits until a worker answers, as one that is starting does not yet.
     *
     * @throws AdminException at the limit, with what came back last
     */
    public void awaitWorker(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            try {
                connectors();
                return;
            } catch (AdminException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    public List<String> connectors() {
        List<String> names = new ArrayList<>();
        call("GET", "/connectors", null).forEach(name -> names.add(name.asText()));
        return names;
    }

    /** The class names of the plugins that the worker has found, of its own as well. */
    public List<String> plugins() {
        List<String> classes = new ArrayList<>();
        call("GET", "/connector-plugins?connectorsOnly=false", null)
                .forEach(plugin -> classes.add(plugin.required("class").asText()));
        return classes;
    }

    /** Creates or changes the connector of a file {@code {"name":..,"config":{..}}}, and gives its name. */
    public String putFile(Path file) throws IOException {
        JsonNode root = JSON.readTree(Files.readString(file));
        put(root.required("name").asText(), root.required("config"));
        return root.required("name").asText();
    }

    /** Creates the connector, or changes it when it is there. */
    public void put(String connector, JsonNode config) {
        call("PUT", path(connector, "/config"), config);
    }

    /** The configuration as it was put, with placeholders as they stand. */
    public JsonNode config(String connector) {
        return call("GET", path(connector, "/config"), null);
    }

    /** {@code sink} or {@code source}. */
    public String type(String connector) {
        return call("GET", path(connector, ""), null).path("type").asText();
    }

    public boolean exists(String connector) {
        return connectors().contains(connector);
    }

    public Status status(String connector) {
        JsonNode root = call("GET", path(connector, "/status"), null);
        JsonNode own = root.required("connector");
        List<TaskStatus> tasks = new ArrayList<>();
        root.path("tasks")
                .forEach(task -> tasks.add(new TaskStatus(
                        task.path("id").asInt(),
                        task.path("state").asText(),
                        task.path("trace").asText(""))));
        return new Status(
                connector, own.path("state").asText(), own.path("trace").asText(""), List.copyOf(tasks));
    }

    /** The answer of {@code GET /connectors/<name>/offsets}. */
    public JsonNode offsets(String connector) {
        return call("GET", path(connector, "/offsets"), null);
    }

    /** Changes offsets of a stopped connector: the body of {@code PATCH /connectors/<name>/offsets}. */
    public void alterOffsets(String connector, JsonNode offsets) {
        call("PATCH", path(connector, "/offsets"), offsets);
    }

    /** Forgets all offsets of a stopped connector. */
    public void resetOffsets(String connector) {
        call("DELETE", path(connector, "/offsets"), null);
    }

    /** What the connector's own validation says: the answer of {@code PUT /connector-plugins/<class>/config/validate}. */
    public JsonNode validate(String connectorClass, JsonNode config) {
        return call("PUT", "/connector-plugins/" + encoded(connectorClass) + "/config/validate", config);
    }

    public void pause(String connector) {
        call("PUT", path(connector, "/pause"), null);
    }

    /** Ends the tasks and keeps the configuration. */
    public void stop(String connector) {
        call("PUT", path(connector, "/stop"), null);
    }

    public void resume(String connector) {
        call("PUT", path(connector, "/resume"), null);
    }

    /** Restarts the connector with those of its tasks that failed. */
    public void restartFailed(String connector) {
        call("POST", path(connector, "/restart?includeTasks=true&onlyFailed=true"), null);
    }

    public void delete(String connector) {
        call("DELETE", path(connector, ""), null);
    }

    /**
     * Waits until each connector and all of its tasks run.
     *
     * @throws AdminException at the first failed one, with the cause; or at the limit, with the states by then
     */
    public void awaitRunning(Collection<String> connectors, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        for (String connector : connectors) {
            while (true) {
                Status status = statusOrUnassigned(connector);
                if (status.isRunning()) {
                    break;
                }
                if (!status.failure().isEmpty()) {
                    throw AdminException.withDetail(
                            "Connector " + connector + " failed: " + firstLine(status.failure()), status.failure());
                }
                if (System.nanoTime() > deadline) {
                    throw new AdminException(
                            "Connector " + connector + " was not running after " + limit.toSeconds() + " s: it is "
                                    + status.state() + " with " + status.tasks().size() + " tasks.");
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    /** A connector accepted a moment ago has no status yet. */
    public Status statusOrUnassigned(String connector) {
        try {
            return status(connector);
        } catch (AdminException e) {
            if (e.httpStatus() == NOT_FOUND) {
                return new Status(connector, "UNASSIGNED", "", List.of());
            }
            throw e;
        }
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    private static String path(String connector, String rest) {
        return "/connectors/" + encoded(connector) + rest;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** While the worker rebalances it answers 409 to everything; that passes. */
    private JsonNode call(String method, String path, JsonNode body) {
        long deadline = System.nanoTime() + BUSY_LIMIT.toNanos();
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(CALL_LIMIT)
                .header("Accept", "application/json")
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()))
                .build();
        while (true) {
            HttpResponse<String> response = send(request);
            if (response.statusCode() / 100 == 2) {
                return parse(response.body());
            }
            if (response.statusCode() != CONFLICT || System.nanoTime() > deadline) {
                throw AdminException.ofStatus(
                        response.statusCode(),
                        method + " " + url + path + " answered " + response.statusCode() + ": "
                                + message(response.body()));
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (ConnectException e) {
            throw new AdminException(
                    "Nothing listens at " + url
                            + ", where Kafka Connect was looked for. Look whether it runs, and whether "
                            + "this is its address where you are.",
                    e);
        } catch (IOException e) {
            throw new AdminException(
                    "Kafka Connect at " + url + " does not answer (" + Failures.reason(e) + "). Look whether it runs.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AdminException("The call to Kafka Connect was interrupted.", e);
        }
    }

    private static JsonNode parse(String body) {
        try {
            return body == null || body.isBlank() ? JSON.nullNode() : JSON.readTree(body);
        } catch (IOException e) {
            throw new AdminException("Kafka Connect gave an answer that is not JSON: " + body, e);
        }
    }

    private static String message(String body) {
        try {
            return JSON.readTree(body).path("message").asText(body);
        } catch (IOException e) {
            return body;
        }
    }
}
