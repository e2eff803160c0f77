package io.pulsefeed.simulators.kraken.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebServerIT {

    private static final String UPGRADE = "GET /v2 HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final List<WebSocketConnection> connections = new CopyOnWriteArrayList<>();
    private final AtomicInteger closed = new AtomicInteger();
    private WebServer server;

    @BeforeEach
    void start() throws IOException {
        server = WebServer.start(InetAddress.getLoopbackAddress(), 0, new Handler() {
            @Override
            public HttpAnswer answer(HttpRequest request) {
                return HttpAnswer.json("{\"path\":\"" + request.path() + "\"}");
            }

            @Override
            public Handshake handshake(HttpRequest request) {
                return Handshake.accepted();
            }

            @Override
            public Listener opened(HttpRequest request, WebSocketConnection connection) {
                connections.add(connection);
                return new Listener() {
                    @Override
                    public void message(String text) {
                        messages.add(text);
                        connection.send(text);
                    }

                    @Override
                    public void closed() {
                        closed.incrementAndGet();
                    }
                };
            }
        });
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", server.port());
        socket.setSoTimeout(5_000);
        return socket;
    }

    private Socket upgrade() throws IOException {
        Socket socket = connect();
        send(socket, UPGRADE.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(head(socket.getInputStream()))
                .startsWith("HTTP/1.1 101 ")
                .contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        return socket;
    }

    private static void send(Socket socket, byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    /** A masked client frame; the mask is zero, so that the payload is plain text. */
    private static byte[] frame(int head, byte[] payload) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(head);
        if (payload.length < 126) {
            out.write(0x80 | payload.length);
        } else {
            out.write(0x80 | 126);
            out.write(payload.length >> 8);
            out.write(payload.length);
        }
        out.write(new byte[4]);
        out.write(payload);
        return out.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The code of the next close frame; other frames are skipped. */
    private static int closeCode(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        while (true) {
            int opcode = in.readUnsignedByte() & 15;
            byte[] payload = in.readNBytes(in.readUnsignedByte() & 127);
            if (opcode == 8) {
                return payload.length < 2 ? 1005 : (payload[0] & 255) << 8 | payload[1] & 255;
            }
        }
    }

    @Test
    void reassemblesFragmentsWithInterleavedControlFrames() throws IOException {
        try (Socket socket = upgrade()) {
            send(socket, frame(0x01, utf8("one ")));
            send(socket, frame(0x89, utf8("ping")));
            send(socket, frame(0x00, utf8("two ")));
            send(socket, frame(0x80, utf8("three")));
            await().until(() -> messages.equals(List.of("one two three")));
            assertThat(socket.getInputStream().readNBytes(6))
                    .isEqualTo(new byte[] {(byte) 0x8A, 4, 'p', 'i', 'n', 'g'});
        }
        await().until(() -> closed.get() == 1);
    }

    @Test
    void answersCloseFrameWithSameCode() throws IOException {
        try (Socket socket = upgrade()) {
            send(socket, frame(0x88, new byte[] {3, (byte) 0xE8}));
            assertThat(closeCode(socket)).isEqualTo(1000);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void closesWithCodeOfProtocolViolation() throws IOException {
        assertThat(codeAfter(frame(0x81, new byte[] {(byte) 0xC3, (byte) 0x28})))
                .isEqualTo(1007);
        assertThat(codeAfter(frame(0x82, utf8("binary")))).isEqualTo(1003);
        assertThat(codeAfter(frame(0xC1, utf8("compressed")))).isEqualTo(1002);
        assertThat(codeAfter(frame(0x80, utf8("continues nothing")))).isEqualTo(1002);
        assertThat(codeAfter(frame(0x83, utf8("reserved")))).isEqualTo(1002);
        assertThat(codeAfter(frame(0x09, utf8("fragmented ping")))).isEqualTo(1002);
        assertThat(codeAfter(new byte[] {(byte) 0x81, 2, 'h', 'i'})).isEqualTo(1002);
        assertThat(codeAfter(new byte[] {(byte) 0x81, (byte) 0xFF, 127, 0, 0, 0, 0, 0, 0, 0}))
                .isEqualTo(1009);
        await().until(() -> closed.get() == 8);
    }

    private int codeAfter(byte[] bytes) throws IOException {
        try (Socket socket = upgrade()) {
            send(socket, bytes);
            return closeCode(socket);
        }
    }

    @Test
    void refusesMalformedRequests() throws IOException {
        for (String request : List.of(
                "nonsense\r\n\r\n",
                "GET / HTTP/2.0\r\n\r\n",
                "GET / HTTP/1.1\r\nno colon\r\n\r\n",
                "POST / HTTP/1.1\r\nContent-Length: many\r\n\r\n",
                "POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n",
                "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
                "GET /" + "x".repeat(20_000) + " HTTP/1.1\r\n\r\n")) {
            try (Socket socket = connect()) {
                send(socket, utf8(request));
                assertThat(head(socket.getInputStream())).startsWith("HTTP/1.1 400 ");
            }
        }
    }

    @Test
    void servesOtherClientsAfterGarbage() throws IOException {
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            byte[] garbage = new byte[random.nextInt(400)];
            random.nextBytes(garbage);
            try (Socket socket = i % 2 == 0 ? connect() : upgrade()) {
                send(socket, garbage);
                socket.shutdownOutput();
                socket.getInputStream().readAllBytes();
            } catch (SocketException e) {
                // The server may close the connection before it has read everything.
            }
        }
        try (Socket socket = connect()) {
            send(socket, utf8("GET /still/here HTTP/1.1\r\nConnection: close\r\n\r\n"));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .endsWith("{\"path\":\"/still/here\"}");
        }
        await().until(() -> closed.get() == 150);
    }

    @Test
    void disconnectsOnlySlowClient() throws IOException {
        try (Socket slow = upgrade()) {
            // Before the second client: connections are listed in order of acceptance.
            await().until(() -> connections.size() == 1);
            Socket other = upgrade();
            await().until(() -> connections.size() == 2);
            String megabyte = "x".repeat(1024 * 1024);
            for (int i = 0; i < 80; i++) {
                connections.get(0).send(megabyte);
            }
            await().until(() -> closed.get() == 1);
            send(other, frame(0x81, utf8("fine")));
            assertThat(other.getInputStream().readNBytes(6)).isEqualTo(new byte[] {(byte) 0x81, 4, 'f', 'i', 'n', 'e'});
            assertThat(slow.isConnected()).isTrue();
            other.close();
        }
    }

    @Test
    void closeEndsAllConnectionsAndThreadsWithinOneSecond() throws IOException {
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            sockets.add(i % 2 == 0 ? upgrade() : connect());
        }
        connections.get(0).stall(true);
        server.close();
        await().atMost(1, TimeUnit.SECONDS).until(() -> threads() == 0);
        assertThat(closed.get()).isEqualTo(50);
        for (Socket socket : sockets) {
            assertThatCode(socket::close).doesNotThrowAnyException();
        }
    }

    private long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("kraken-simulator-"))
                .count();
    }
}
