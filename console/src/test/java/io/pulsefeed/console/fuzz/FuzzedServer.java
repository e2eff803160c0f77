package io.pulsefeed.console.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.console.feed.Json;
import io.pulsefeed.console.feed.LiveModel;
import io.pulsefeed.console.http.ConsoleApi;
import io.pulsefeed.console.http.EventHub;
import io.pulsefeed.console.http.WebServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The web server of the page. No request may fail inside of it, or keep it from answering the next one. */
final class FuzzedServer {

    private static final int STREAMS = 4;
    private static final int TIMEOUT_MS = 10_000;
    private static final byte[] HEALTH =
            "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EVENTS =
            "GET /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    static final FuzzedServer SHARED = new FuzzedServer();

    private final Api api = new Api();
    private final int port;

    private FuzzedServer() {
        try {
            WebServer server =
                    new WebServer(InetAddress.getLoopbackAddress(), 0, null, STREAMS, new EventHub(STREAMS), api);
            server.start();
            this.port = URI.create(server.url()).getPort();
            // The first event of a stream has the token.
            assertThat(status(EVENTS)).isEqualTo(200);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void request(byte[] input) throws IOException {
        String text = new String(input, StandardCharsets.ISO_8859_1).replace("$TOKEN", api.token);
        assertThat(status(text.getBytes(StandardCharsets.ISO_8859_1))).isNotEqualTo(500);
        assertThat(status(HEALTH)).isEqualTo(200);
    }

    /** The status of the first response; 0 if the server closes the connection without one. */
    private int status(byte[] request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(TIMEOUT_MS);
            socket.getOutputStream().write(request);
            socket.shutdownOutput();
            String line = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))
                    .readLine();
            return line == null ? 0 : Integer.parseInt(line.split(" ")[1]);
        } catch (SocketException e) {
            // The server closes the connection while the request is being sent.
            return 0;
        }
    }

    /** Answers with what a request has named. */
    private static final class Api implements ConsoleApi {

        private final LiveModel model = new LiveModel(() -> 0);
        private volatile String token = "";

        @Override
        public String state() {
            return "{}";
        }

        @Override
        public String hello(String stream, String newToken) {
            token = newToken;
            return Json.write(Map.of("stream", stream));
        }

        @Override
        public void open(Opener opener) {
            opener.open();
        }

        @Override
        public String candles(String pair) {
            return Json.write(model.candles(pair));
        }

        @Override
        public String selected(String device) {
            return Json.write(model.selected(device));
        }

        @Override
        public boolean harm(String id) {
            return id.equals("known");
        }

        @Override
        public boolean hasActions() {
            return true;
        }

        @Override
        public Outcome act(String connector, String action) {
            return new Outcome(action.equals("pause"), connector + " " + action);
        }
    }
}
