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
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Blocking client of Kafka Connect's REST API. A worker answers 409 to calls during a rebalance, or 500 just before one; the client
 * repeats the call until the rebalance is over. Every failure is a {@link ConnectRestException}.
 */
public final class ConnectRest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The worker's own request timeout is 90 s. */
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(95);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration REBALANCE_TIMEOUT = Duration.ofSeconds(120);
    private static final Duration RETRY_PAUSE = Duration.ofMillis(100);
    private static final int MAX_PORT = 65_535;
    private static final int CONFLICT = 409;
    private static final int SERVER_ERROR = 500;
    private static final String REBALANCE_EXPECTED = "a rebalance is expected";
    private static final int NOT_FOUND = 404;

    /**
     * State of a connector and its tasks.
     *
     * @param trace stack trace of a connector that is FAILED, else empty
     */
    public record Status(String name, String state, String trace, List<TaskStatus> tasks) {

        /** Whether the connector is RUNNING with at least one task, and every task is RUNNING. */
        public boolean isRunning() {
            return state.equals("RUNNING")
                    && !tasks.isEmpty()
                    && tasks.stream().allMatch(task -> task.state().equals("RUNNING"));
        }

        /** Stack trace of the connector if it is FAILED, else of its first failed task; empty if nothing failed. */
        public String failure() {
            return state.equals("FAILED")
                    ? trace
                    : tasks.stream()
                            .filter(task -> task.state().equals("FAILED"))
                            .map(TaskStatus::trace)
                            .findFirst()
                            .orElse("");
        }

        /** The cause of {@link #failure} on one line; empty if nothing failed. */
        public String cause() {
            return FailureCause.of(failure());
        }
    }

    /** State of one task. */
    public record TaskStatus(int id, String state, String trace) {}

    private final String url;
    private final HttpClient client;
    private final Duration rebalanceTimeout;

    /** @param url for example {@code http://127.0.0.1:8083} */
    public ConnectRest(String url) {
        this(url, Optional.empty());
    }

    /**
     * @param tls trust store and client certificate for an {@code https} URL; empty for the defaults of the JVM
     * @throws ConnectRestException if {@code url} is not an {@code http} or {@code https} URL
     */
    public ConnectRest(String url, Optional<SSLContext> tls) {
        this(url, tls, REBALANCE_TIMEOUT);
    }

    ConnectRest(String url, Optional<SSLContext> tls, Duration rebalanceTimeout) {
        this.url = checked(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
        this.rebalanceTimeout = rebalanceTimeout;
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_TIMEOUT);
        tls.ifPresent(builder::sslContext);
        this.client = builder.build();
    }

    private static String checked(String url) {
        try {
            URI parsed = URI.create(url + "/");
            HttpRequest.newBuilder(parsed);
            if (parsed.getPort() > MAX_PORT) {
                throw new IllegalArgumentException("port " + parsed.getPort());
            }
            return url;
        } catch (IllegalArgumentException e) {
            throw ConnectRestException.of(
                    "\"" + url + "\" is not a valid URL of Kafka Connect. Use the form http://localhost:8083.", e);
        }
    }

    /**
     * Waits until the worker responds.
     *
     * @throws ConnectRestException if it does not respond within {@code limit}
     */
    public void awaitWorker(Duration limit) {
        long deadlineMonoNs = System.nanoTime() + limit.toNanos();
        while (true) {
            try {
                connectors();
                return;
            } catch (ConnectRestException e) {
                if (System.nanoTime() > deadlineMonoNs) {
                    throw e;
                }
                LockSupport.parkNanos(RETRY_PAUSE.toNanos());
            }
        }
    }

    /** Response of {@code GET /}: version and commit of the worker, and the id of its Kafka cluster. */
    public JsonNode worker() {
        return call("GET", "/", null);
    }

    /** Response of {@code GET /connectors?expand=info&expand=status}: all connectors with configuration, tasks and states. */
    public JsonNode overview() {
        return call("GET", "/connectors?expand=info&expand=status", null);
    }

    /** Response of {@code GET /connector-plugins}: class, type and version of each connector plugin. */
    public JsonNode connectorPlugins() {
        return call("GET", "/connector-plugins", null);
    }

    public String url() {
        return url;
    }

    public List<String> connectors() {
        List<String> names = new ArrayList<>();
        call("GET", "/connectors", null).forEach(name -> names.add(name.asText()));
        return names;
    }

    /** Class names of all plugins on the worker, those that ship with Kafka included. */
    public List<String> plugins() {
        List<String> classes = new ArrayList<>();
        call("GET", "/connector-plugins?connectorsOnly=false", null)
                .forEach(plugin -> classes.add(plugin.path("class").asText()));
        return classes;
    }

    /** The versions of each plugin class on the worker; more than one if several directories of the plugin path contain it. */
    public Map<String, Set<String>> pluginVersions() {
        Map<String, Set<String>> versions = new TreeMap<>();
        call("GET", "/connector-plugins?connectorsOnly=false", null)
                .forEach(plugin -> versions.computeIfAbsent(plugin.path("class").asText(), name -> new TreeSet<>())
                        .add(plugin.path("version").asText()));
        return versions;
    }

    /**
     * Creates or updates the connector of a file {@code {"name":..,"config":{..}}}.
     *
     * @return name of the connector
     */
    public String putFile(Path file) throws IOException {
        JsonNode root = JSON.readTree(Files.readString(file));
        put(root.required("name").asText(), root.required("config"));
        return root.required("name").asText();
    }

    /** Creates the connector, or updates it if it exists. */
    public void put(String connector, JsonNode config) {
        call("PUT", path(connector, "/config"), config);
    }

    /** The configuration as it was submitted, with unresolved placeholders. */
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
        JsonNode self = root.path("connector");
        List<TaskStatus> tasks = new ArrayList<>();
        root.path("tasks")
                .forEach(task -> tasks.add(new TaskStatus(
                        task.path("id").asInt(),
                        task.path("state").asText(),
                        task.path("trace").asText(""))));
        return new Status(
                connector, self.path("state").asText(), self.path("trace").asText(""), List.copyOf(tasks));
    }

    /** Response of {@code GET /connectors/<name>/offsets}. */
    public JsonNode offsets(String connector) {
        return call("GET", path(connector, "/offsets"), null);
    }

    /** Alters offsets of a stopped connector: the body of {@code PATCH /connectors/<name>/offsets}. */
    public void alterOffsets(String connector, JsonNode offsets) {
        call("PATCH", path(connector, "/offsets"), offsets);
    }

    /** Resets all offsets of a stopped connector. */
    public void resetOffsets(String connector) {
        call("DELETE", path(connector, "/offsets"), null);
    }

    /** Response of {@code PUT /connector-plugins/<class>/config/validate}. */
    public JsonNode validate(String connectorClass, JsonNode config) {
        return call("PUT", "/connector-plugins/" + encoded(connectorClass) + "/config/validate", config);
    }

    public void pause(String connector) {
        call("PUT", path(connector, "/pause"), null);
    }

    /** Shuts down the tasks and keeps the configuration. */
    public void stop(String connector) {
        call("PUT", path(connector, "/stop"), null);
    }

    public void resume(String connector) {
        call("PUT", path(connector, "/resume"), null);
    }

    /** Restarts the connector and all of its tasks. */
    public void restart(String connector) {
        call("POST", path(connector, "/restart?includeTasks=true"), null);
    }

    /** Restarts the connector and its tasks, as far as they are FAILED. */
    public void restartFailed(String connector) {
        call("POST", path(connector, "/restart?includeTasks=true&onlyFailed=true"), null);
    }

    public void delete(String connector) {
        call("DELETE", path(connector, ""), null);
    }

    /**
     * Waits until each connector and all of its tasks are RUNNING.
     *
     * @throws ConnectRestException if one is FAILED, with its stack trace; or if {@code limit} is over
     */
    public void awaitRunning(Collection<String> connectors, Duration limit) {
        long deadlineMonoNs = System.nanoTime() + limit.toNanos();
        for (String connector : connectors) {
            Status status = statusOrUnassigned(connector);
            while (!status.isRunning()) {
                if (!status.failure().isEmpty()) {
                    throw ConnectRestException.ofTrace(
                            "Connector " + connector + " failed: " + status.cause(), status.failure());
                }
                if (System.nanoTime() > deadlineMonoNs) {
                    throw ConnectRestException.of(
                            "Connector " + connector + " was not running after " + limit.toSeconds() + " s: it is "
                                    + status.state() + " with " + status.tasks().size() + " tasks.");
                }
                LockSupport.parkNanos(RETRY_PAUSE.toNanos());
                status = statusOrUnassigned(connector);
            }
        }
    }

    /** The status, or UNASSIGNED for a connector that the worker has accepted but has no status for yet. */
    public Status statusOrUnassigned(String connector) {
        try {
            return status(connector);
        } catch (ConnectRestException e) {
            if (e.httpStatus().equals(OptionalInt.of(NOT_FOUND))) {
                return new Status(connector, "UNASSIGNED", "", List.of());
            }
            throw e;
        }
    }

    private static String path(String connector, String rest) {
        return "/connectors/" + encoded(connector) + rest;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private JsonNode call(String method, String path, @Nullable JsonNode body) {
        long deadlineMonoNs = System.nanoTime() + rebalanceTimeout.toNanos();
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(REQUEST_TIMEOUT)
                .header("Accept", "application/json")
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()))
                .build();
        while (true) {
            HttpResponse<String> response = send(request);
            if (response.statusCode() / 100 == 2) {
                return parse(response.body());
            }
            if (!isRebalancing(response) || System.nanoTime() > deadlineMonoNs) {
                throw ConnectRestException.ofStatus(
                        response.statusCode(),
                        method + " " + url + path + " returned " + response.statusCode() + ": "
                                + message(response.body()));
            }
            LockSupport.parkNanos(RETRY_PAUSE.toNanos());
        }
    }

    private static boolean isRebalancing(HttpResponse<String> response) {
        return response.statusCode() == CONFLICT
                || response.statusCode() == SERVER_ERROR && response.body().contains(REBALANCE_EXPECTED);
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (ConnectException e) {
            throw ConnectRestException.of(
                    "Cannot connect to Kafka Connect at " + url
                            + ". Check that the worker is running and that the URL is correct.",
                    e);
        } catch (IOException e) {
            throw ConnectRestException.of(
                    "Kafka Connect at " + url + " does not respond (" + IoErrors.describe(e)
                            + "). Check that the worker is running.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ConnectRestException.of("The call to Kafka Connect was interrupted.", e);
        }
    }

    private JsonNode parse(@Nullable String body) {
        try {
            return body == null || body.isBlank() ? JSON.nullNode() : JSON.readTree(body);
        } catch (IOException e) {
            throw ConnectRestException.of(
                    "The response of " + url + " is not JSON. Check that the URL is that of a Kafka Connect worker: "
                            + body.lines().findFirst().orElse(""),
                    e);
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
