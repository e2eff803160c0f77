package io.pulsefeed.console.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.pulsefeed.console.http.ConsoleApi.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The web server of the page: static files, {@code GET /api/state}, {@code GET /api/events} and the calls of the page. {@code GET
 * /health} needs no password and says only that the server answers. Threads,
 * streams and pending bytes are bounded.
 */
public final class WebServer implements AutoCloseable {

    private static final int THREADS_FOR_CALLS = 16;
    private static final int MAX_BODY = 1_024;
    private static final String CONNECTORS = "/api/connectors/";
    private static final String RUNBOOKS = "/runbooks/";
    private static final String HARMS = "/api/harms/";

    private final HttpServer server;
    private final ThreadPoolExecutor threads;
    private final AccessRules rules;
    private final PageFiles files = new PageFiles();
    private final EventHub hub;
    private final ConsoleApi api;

    /** @throws IOException if the port is in use */
    public WebServer(
            InetAddress address, int port, @Nullable String password, int maxStreams, EventHub hub, ConsoleApi api)
            throws IOException {
        // Read once per JVM: closes connections that do not send their request, and sends events without delay.
        System.setProperty("sun.net.httpserver.maxReqTime", System.getProperty("sun.net.httpserver.maxReqTime", "30"));
        System.setProperty("sun.net.httpserver.nodelay", System.getProperty("sun.net.httpserver.nodelay", "true"));
        this.rules = new AccessRules(password);
        this.hub = hub;
        this.api = api;
        this.server = HttpServer.create(new InetSocketAddress(address, port), 0);
        this.threads = new ThreadPoolExecutor(
                0, maxStreams + THREADS_FOR_CALLS, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "console-http");
                    thread.setDaemon(true);
                    return thread;
                });
        server.setExecutor(threads);
        server.createContext("/", this::handle);
    }

    public void start() {
        server.start();
    }

    /** For example {@code http://127.0.0.1:8088}. */
    public String url() {
        InetSocketAddress address = server.getAddress();
        String host = address.getAddress().isAnyLocalAddress()
                ? "127.0.0.1"
                : address.getAddress().getHostAddress();
        return "http://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }

    /** Bytes of all static files. */
    public int pageSize() {
        return files.size();
    }

    private void handle(HttpExchange exchange) {
        try {
            Responses.secure(exchange);
            int refusal = rules.refusal(exchange);
            if (!hasValidQuery(exchange)) {
                Responses.text(exchange, 400, "The query is not valid.");
            } else if (exchange.getRequestURI().getPath().equals("/health")) {
                Responses.text(exchange, 200, "ok");
            } else if (exchange.getRequestBody().readNBytes(MAX_BODY + 1).length > MAX_BODY) {
                Responses.text(exchange, 413, "The request is too large.");
            } else if (refusal != 0) {
                refuse(exchange, refusal);
            } else if (exchange.getRequestMethod().equals("POST")) {
                post(exchange, exchange.getRequestURI().getPath());
            } else {
                get(exchange, exchange.getRequestURI().getPath());
            }
        } catch (IOException e) {
            // The client has disconnected.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            fail(exchange, e);
        } finally {
            exchange.close();
        }
    }

    private static void refuse(HttpExchange exchange, int status) throws IOException {
        if (status == 401) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"Pulsefeed\", charset=\"UTF-8\"");
        }
        Responses.text(
                exchange,
                status,
                switch (status) {
                    case 401 -> "This page needs its password. The user name is not checked.";
                    case 403 -> "Only the page itself may do this.";
                    case 421 -> "This server answers to localhost and 127.0.0.1 only. Start it with a password for other names.";
                    default -> "Not supported.";
                });
    }

    private void get(HttpExchange exchange, String path) throws IOException, InterruptedException {
        switch (path) {
            case "/api/state" -> Responses.json(exchange, 200, api.state());
            case "/api/candles" -> Responses.json(exchange, 200, api.candles(parameter(exchange, "pair")));
            case "/api/events" -> stream(exchange);
            default -> {
                PageFiles.PageFile file = path.startsWith(RUNBOOKS)
                        ? PageFiles.runbook(path.substring(RUNBOOKS.length()))
                        : files.find(path);
                if (file == null) {
                    Responses.text(exchange, 404, path + " does not exist.");
                } else {
                    exchange.getResponseHeaders().set("Cache-Control", "no-cache");
                    Responses.send(exchange, 200, file.type(), file.content());
                }
            }
        }
    }

    private void post(HttpExchange exchange, String path) throws IOException {
        if (path.equals("/api/watch")) {
            EventStream stream = hub.find(parameter(exchange, "stream"));
            if (stream != null) {
                String device = parameter(exchange, "device");
                stream.select(device);
                stream.offer(EventHub.encode("signals", api.selected(device)));
            }
            Responses.json(exchange, stream == null ? 404 : 200, "{}");
        } else if (path.startsWith(HARMS)) {
            boolean started = api.harm(path.substring(HARMS.length()));
            Responses.json(exchange, started ? 202 : 409, "{}");
        } else if (path.startsWith(CONNECTORS)) {
            String rest = path.substring(CONNECTORS.length());
            int slash = rest.lastIndexOf('/');
            Outcome outcome = slash < 0
                    ? new Outcome(false, "No action.")
                    : api.act(rest.substring(0, slash), rest.substring(slash + 1));
            int refused = api.hasActions() ? 502 : 403;
            Responses.text(exchange, outcome.isDone() ? 200 : refused, outcome.text());
        } else {
            Responses.text(exchange, 404, path + " does not exist.");
        }
    }

    private void stream(HttpExchange exchange) throws IOException, InterruptedException {
        if (exchange.getRequestMethod().equals("HEAD")) {
            Responses.text(exchange, 405, "Not supported.");
            return;
        }
        Viewer viewer = new Viewer();
        api.open(viewer);
        EventStream stream = viewer.stream;
        if (stream == null) {
            exchange.getResponseHeaders().set("Retry-After", "10");
            Responses.text(exchange, 503, "Too many viewers.");
            return;
        }
        try {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
            exchange.sendResponseHeaders(200, 0);
            stream.copyTo(exchange.getResponseBody());
        } finally {
            stream.close();
            hub.remove(stream);
        }
    }

    private final class Viewer implements ConsoleApi.Opener {

        private volatile @Nullable EventStream stream;

        @Override
        public Boolean open() {
            EventStream opened = hub.open();
            stream = opened;
            if (opened != null) {
                send("hello", api.hello(opened.id(), rules.token()));
            }
            return opened != null;
        }

        @Override
        public void send(String type, String json) {
            EventStream opened = stream;
            if (opened != null) {
                opened.offer(EventHub.encode(type, json));
            }
        }
    }

    /** A query can have escapes that are not valid. */
    private static boolean hasValidQuery(HttpExchange exchange) {
        String query = exchange.getRequestURI().getRawQuery();
        try {
            return query == null || URLDecoder.decode(query, StandardCharsets.UTF_8) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String parameter(HttpExchange exchange, String name) {
        String query = exchange.getRequestURI().getRawQuery();
        if (query != null) {
            for (String part : query.split("&")) {
                if (part.startsWith(name + "=")) {
                    return URLDecoder.decode(part.substring(name.length() + 1), StandardCharsets.UTF_8);
                }
            }
        }
        return "";
    }

    private static void fail(HttpExchange exchange, RuntimeException failure) {
        System.getLogger(WebServer.class.getName()).log(System.Logger.Level.WARNING, "A request failed", failure);
        try {
            Responses.text(exchange, 500, "The request failed. See the log of the server.");
        } catch (IOException e) {
            // The response had started.
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
