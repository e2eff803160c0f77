package io.pulsefeed.simulators.kraken.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** One client connection: sequential HTTP requests until one of them upgrades to a WebSocket. */
final class ServerConnection {

    private static final int MAX_HEAD_BYTES = 16 * 1024;
    private static final int MAX_BODY_BYTES = 64 * 1024;
    private static final int IDLE_MS = 60_000;
    private static final int DRAIN_MS = 500;
    private static final String WEBSOCKET_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final Socket socket;
    private final Handler handler;
    private final Consumer<ServerConnection> onEnd;

    ServerConnection(Socket socket, Handler handler, Consumer<ServerConnection> onEnd) {
        this.socket = socket;
        this.handler = handler;
        this.onEnd = onEnd;
    }

    void start() {
        Thread thread = new Thread(this::run, "kraken-simulator-client-" + socket.getPort());
        thread.setDaemon(true);
        thread.start();
    }

    void abort() {
        try {
            socket.close();
        } catch (IOException e) {
            // The socket is closed either way.
        }
    }

    private void run() {
        try (socket) {
            serveRequests();
        } catch (IOException e) {
            // The client has disconnected, or sent nothing for a minute.
        } finally {
            onEnd.accept(this);
        }
    }

    private void serveRequests() throws IOException {
        socket.setSoTimeout(IDLE_MS);
        InputStream in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
        try {
            boolean open = true;
            while (open) {
                HttpRequest request = readRequest(in);
                open = request.asksForWebSocket() ? serveWebSocket(request, in) : serve(request);
            }
        } catch (MalformedRequestException e) {
            refuse(e.getMessage(), in);
        }
    }

    private boolean serve(HttpRequest request) throws IOException {
        HttpAnswer answer = handler.answer(request);
        if (answer.status() == 0) {
            return hang();
        }
        boolean keepAlive = !request.wantsClose();
        socket.getOutputStream().write(answer.bytes(keepAlive));
        return keepAlive;
    }

    private boolean serveWebSocket(HttpRequest request, InputStream in) throws IOException {
        Handler.Handshake decision = handler.handshake(request);
        if (decision.hang()) {
            return hang();
        }
        if (decision.refusal() != null) {
            socket.getOutputStream().write(decision.refusal().bytes(false));
            return false;
        }
        socket.setSoTimeout(0);
        String answer = "HTTP/1.1 101 Switching Protocols\r\n"
                + "Upgrade: websocket\r\n"
                + "Connection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: "
                + acceptKey(request.headers().get("sec-websocket-key")) + "\r\n\r\n";
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
        WebSocketConnection connection = new WebSocketConnection(socket);
        connection.serve(in, handler.opened(request, connection));
        return false;
    }

    /** Sends nothing until the client disconnects or the server closes. */
    private boolean hang() throws IOException {
        socket.setSoTimeout(0);
        socket.getInputStream().skip(Long.MAX_VALUE);
        return false;
    }

    private HttpRequest readRequest(InputStream in) throws IOException {
        String[] lines = readHead(in).split("\r?\n");
        String[] start = lines[0].split(" ");
        if (start.length != 3 || !start[2].startsWith("HTTP/1.")) {
            throw new MalformedRequestException("The request line must have the form METHOD TARGET HTTP/1.1.");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon <= 0) {
                throw new MalformedRequestException("A header must have the form NAME: VALUE.");
            }
            headers.put(
                    lines[i].substring(0, colon).strip().toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).strip());
        }
        skipBody(in, headers);
        return new HttpRequest(
                start[0], start[1], headers, socket.getInetAddress().getHostAddress());
    }

    private static String readHead(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream(512);
        int newlines = 0;
        while (newlines < 2) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException();
            }
            if (head.size() >= MAX_HEAD_BYTES) {
                throw new MalformedRequestException("The request head exceeds " + MAX_HEAD_BYTES + " bytes.");
            }
            head.write(next);
            newlines = next == '\n' ? newlines + 1 : next == '\r' ? newlines : 0;
        }
        return head.toString(StandardCharsets.ISO_8859_1).strip();
    }

    private static void skipBody(InputStream in, Map<String, String> headers) throws IOException {
        if (headers.containsKey("transfer-encoding")) {
            throw new MalformedRequestException("Chunked requests are not supported.");
        }
        String length = headers.getOrDefault("content-length", "0");
        try {
            int bytes = Integer.parseInt(length);
            if (bytes < 0 || bytes > MAX_BODY_BYTES) {
                throw new MalformedRequestException("The request body exceeds " + MAX_BODY_BYTES + " bytes.");
            }
            in.skipNBytes(bytes);
        } catch (NumberFormatException e) {
            throw new MalformedRequestException("Content-Length must be a number of bytes.");
        }
    }

    private void refuse(String message, InputStream in) throws IOException {
        HttpAnswer answer = new HttpAnswer(400, Map.of("Content-Type", "text/plain; charset=utf-8"), message + "\n");
        socket.getOutputStream().write(answer.bytes(false));
        socket.shutdownOutput();
        // Closing with unread bytes resets the connection, and the client may not receive the response.
        socket.setSoTimeout(DRAIN_MS);
        in.readNBytes(MAX_BODY_BYTES);
    }

    private static String acceptKey(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1")
                    .digest((key + WEBSOCKET_GUID).getBytes(StandardCharsets.ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-1", e);
        }
    }

    private static final class MalformedRequestException extends IOException {

        MalformedRequestException(String message) {
            super(message);
        }
    }
}
