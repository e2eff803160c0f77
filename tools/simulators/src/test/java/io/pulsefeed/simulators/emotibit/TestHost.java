package io.pulsefeed.simulators.emotibit;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A minimal host, one call per packet. */
final class TestHost implements AutoCloseable {

    private static final int PATIENCE_MS = 5_000;
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final InetSocketAddress device;
    private final DatagramSocket advertising = new DatagramSocket(0, LOOPBACK);
    private final DatagramSocket data = new DatagramSocket(0, LOOPBACK);
    private final ServerSocket control = new ServerSocket(0, 5, LOOPBACK);
    private InetSocketAddress dataSource;
    private Socket connection;

    TestHost(String address, int port) throws IOException {
        device = new InetSocketAddress(address, port);
        advertising.setSoTimeout(PATIENCE_MS);
        data.setSoTimeout(PATIENCE_MS);
        control.setSoTimeout(PATIENCE_MS);
    }

    int dataPort() {
        return data.getLocalPort();
    }

    /** Sends a packet to the advertising port and returns the answer, or null without an answer within {@code waitMs}. */
    String ask(String packet, int waitMs) throws IOException {
        send(advertising, device, packet);
        try {
            advertising.setSoTimeout(waitMs);
            return receive(advertising);
        } catch (SocketTimeoutException e) {
            return null;
        }
    }

    String ask(String packet) throws IOException {
        return ask(packet, PATIENCE_MS);
    }

    String askToConnect() throws IOException {
        return ask("0,0,4,EC,1,100,CP," + control.getLocalPort() + ",DP," + dataPort() + "\n");
    }

    String connect() throws IOException {
        String answer = askToConnect();
        connection = control.accept();
        return answer;
    }

    void command(String packet) throws IOException {
        connection.getOutputStream().write(packet.getBytes(StandardCharsets.US_ASCII));
        connection.getOutputStream().flush();
    }

    /** The next datagram of the data stream. */
    String datagram() throws IOException {
        return receive(data);
    }

    /** The packets of {@code datagrams} datagrams. */
    List<String> packets(int datagrams) throws IOException {
        List<String> packets = new ArrayList<>();
        for (int i = 0; i < datagrams; i++) {
            packets.addAll(List.of(datagram().split("\n")));
        }
        return packets;
    }

    void reply(String packet) throws IOException {
        send(data, dataSource, packet);
    }

    @Override
    public void close() throws IOException {
        advertising.close();
        data.close();
        control.close();
        if (connection != null) {
            connection.close();
        }
    }

    private static void send(DatagramSocket socket, InetSocketAddress to, String packet) throws IOException {
        byte[] bytes = packet.getBytes(StandardCharsets.US_ASCII);
        socket.send(new DatagramPacket(bytes, bytes.length, to));
    }

    private String receive(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
        socket.receive(packet);
        if (socket == data) {
            dataSource = (InetSocketAddress) packet.getSocketAddress();
        }
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1);
    }
}
