package io.pulsefeed.deployment.monitoring;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** An SMTP server that accepts every mail and keeps its text. */
final class MailSink implements AutoCloseable {

    private final ServerSocket server;
    private final List<String> sessions = new CopyOnWriteArrayList<>();

    MailSink() throws IOException {
        this.server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::accept, "mail-sink");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    /** What clients have sent, by connection: commands and mails. */
    List<String> sessions() {
        return sessions;
    }

    private void accept() {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                sessions.add(serve(client));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private static String serve(Socket client) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
        OutputStream out = client.getOutputStream();
        StringBuilder text = new StringBuilder();
        reply(out, "220 sink");
        boolean isData = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            text.append(line).append('\n');
            String command = line.toUpperCase(Locale.ROOT);
            if (isData) {
                isData = !line.equals(".");
                if (!isData) {
                    reply(out, "250 accepted");
                }
            } else if (command.startsWith("EHLO")) {
                reply(out, "250-sink\r\n250 AUTH PLAIN");
            } else if (command.startsWith("AUTH")) {
                reply(out, "235 welcome");
            } else if (command.equals("DATA")) {
                isData = true;
                reply(out, "354 go ahead");
            } else if (command.equals("QUIT")) {
                reply(out, "221 bye");
                return text.toString();
            } else {
                reply(out, "250 ok");
            }
        }
        return text.toString();
    }

    private static void reply(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
