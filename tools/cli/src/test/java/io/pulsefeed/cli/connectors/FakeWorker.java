package io.pulsefeed.cli.connectors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.pulsefeed.admin.ConnectRest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The REST API of a Kafka Connect worker, as far as starts and restarts need it. */
final class FakeWorker implements AutoCloseable {

    private final Map<String, String> connectorStates = new HashMap<>();
    private final Map<String, String> taskStates = new HashMap<>();
    private final List<String> restarted = new ArrayList<>();
    private final List<String> rejected = new ArrayList<>();
    private final HttpServer server;

    FakeWorker() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/connectors/", this::handle);
        server.start();
    }

    ConnectRest rest() {
        return new ConnectRest("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Sets the state of a connector with one task. */
    synchronized void set(String connector, String state, String taskState) {
        connectorStates.put(connector, state);
        taskStates.put(connector, taskState);
    }

    /** Makes restarts of the connector fail with HTTP 500. */
    synchronized void rejectRestartsOf(String connector) {
        rejected.add(connector);
    }

    synchronized List<String> restarted() {
        return List.copyOf(restarted);
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        String[] path = exchange.getRequestURI().getPath().split("/");
        String connector = path[2];
        if (path[3].equals("status") && !connectorStates.containsKey(connector)) {
            respond(exchange, 404, "{\"message\":\"No status found\"}");
        } else if (path[3].equals("status")) {
            respond(exchange, 200, status(connector));
        } else if (rejected.contains(connector)) {
            respond(exchange, 500, "{\"message\":\"restart failed\"}");
        } else {
            restarted.add(connector);
            respond(exchange, 202, "{}");
        }
    }

    private String status(String connector) {
        String taskState = taskStates.get(connector);
        return "{\"connector\":{\"state\":\"" + connectorStates.get(connector) + "\"},\"tasks\":[{\"id\":0,\"state\":\""
                + taskState + "\"" + (taskState.equals("FAILED") ? ",\"trace\":\"x.Cause: broken\\n\\tat x\"" : "")
                + "}]}";
    }

    private static void respond(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
