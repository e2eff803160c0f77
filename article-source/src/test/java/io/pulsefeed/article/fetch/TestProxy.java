package io.pulsefeed.article.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP proxy that requires a user and connects every name to 127.0.0.1. Each connection serves one request. */
final class TestProxy implements AutoCloseable {

    static final String USER = "feeds";
    static final String PASSWORD = "s3cret";
    private static final String EXPECTED = "proxy-authorization: basic "
            + Base64.getEncoder()
                    .encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8))
                    .toLowerCase();

    private final ServerSocket server;
    private final List<String> targets = new CopyOnWriteArrayList<>();

    TestProxy() throws IOException {
        this.server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        start(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** The first lines of the accepted requests. */
    List<String> targets() {
        return targets;
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "test-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                start(() -> serve(client));
            } catch (IOException e) {
                // Closed.
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            String head = head(client.getInputStream());
            OutputStream out = client.getOutputStream();
            if (!head.toLowerCase().contains(EXPECTED)) {
                out.write(("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"test\"\r\n"
                                + "Content-Length: 0\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                return;
            }
            String line = head.substring(0, head.indexOf('\r'));
            targets.add(line);
            boolean isTunnel = line.startsWith("CONNECT ");
            int port = Integer.parseInt(line.replaceFirst("^\\S+ (?:http://)?[^:]+:(\\d+).*", "$1"));
            try (Socket site = new Socket("127.0.0.1", port)) {
                if (isTunnel) {
                    out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                } else {
                    String relative = head.replaceFirst("http://[^/]+", "")
                            .replaceAll("(?im)^(?:Proxy-.*|Connection:.*)\r\n", "")
                            .replaceFirst("\r\n", "\r\nConnection: close\r\n");
                    site.getOutputStream().write(relative.getBytes(StandardCharsets.ISO_8859_1));
                }
                start(() -> copy(client, site));
                site.getInputStream().transferTo(out);
            }
        } catch (IOException e) {
            // The client reports the closed connection.
            return;
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // Closed by the other thread.
            return;
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no request");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
