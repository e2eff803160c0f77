package io.pulsefeed.cli.access;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.MetadataRequest;
import org.apache.kafka.common.requests.MetadataResponse;
import org.apache.kafka.common.requests.RequestHeader;

/**
 * Finds out why a client gets no answer. A client asks the bootstrap address only for the brokers' advertised addresses and goes
 * on there, and {@link Admin} says the same "timed out" whichever of the two cannot be reached.
 */
public final class BrokerProbe {

    private static final int LIMIT_MS = 3_000;
    private static final int DEFAULT_PORT = 9092;
    private static final int ANSWER_AT_MOST = 1 << 20;

    /** Known to every broker since 0.11; the addresses are in all versions. */
    private static final short METADATA_VERSION = 4;

    private static final String LISTENERS =
            "On the host of the containers that is localhost:9092 (three brokers: localhost:19092), inside the compose network "
                    + "kafka:29092 (three brokers: kafka1:9092).";

    private final String bootstrapServer;

    /** @param bootstrapServer {@code HOST:PORT}; of several the first is looked at */
    public BrokerProbe(String bootstrapServer) {
        this.bootstrapServer = bootstrapServer;
    }

    /** Which listener to use instead, or what to look at. */
    public String advice() {
        InetSocketAddress address = address(bootstrapServer.split(",")[0].strip());
        if (address.isUnresolved()) {
            return "the host name of " + bootstrapServer
                    + " is not known here. Names such as kafka are known inside the " + "compose network only. "
                    + LISTENERS;
        }
        try (Socket socket = connect(address)) {
            return adviceOf(advertised(socket));
        } catch (RefusedException e) {
            return "nothing answers at " + bootstrapServer + " (" + e.getMessage()
                    + "). Look whether Kafka runs (docker compose ps kafka), "
                    + "and use a listener that is published where you are. " + LISTENERS;
        } catch (IOException e) {
            return "something listens at " + bootstrapServer + ", but does not speak Kafka's plain protocol ("
                    + e.getMessage() + "). If that listener is secured, "
                    + "give its security.protocol and the rest with --command-config; else check the port.";
        }
    }

    private String adviceOf(List<Node> brokers) {
        List<Node> unreachable = brokers.stream()
                .filter(broker -> !isReachable(broker.host(), broker.port()))
                .toList();
        if (brokers.isEmpty()) {
            return "Kafka at " + bootstrapServer + " answers, but knows no broker yet. It may still be starting.";
        }
        if (unreachable.isEmpty()) {
            return "Kafka at " + bootstrapServer
                    + " answers, but was not done in time. Look at its load, or give more with " + "--timeout.";
        }
        return "Kafka at " + bootstrapServer + " answers, but sends clients on to " + listed(unreachable)
                + ", which cannot be reached from here: this listener is meant for another network. " + LISTENERS
                + " Else mend advertised.listeners of the broker, or the firewall.";
    }

    private static boolean isReachable(String host, int port) {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            return false;
        }
        try (Socket socket = connect(address)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static Socket connect(InetSocketAddress address) throws RefusedException {
        Socket socket = new Socket();
        try {
            socket.connect(address, LIMIT_MS);
            socket.setSoTimeout(LIMIT_MS);
            return socket;
        } catch (IOException e) {
            throw new RefusedException(e);
        }
    }

    /** The addresses that the broker gives to clients of the listener at the other end of {@code socket}. */
    private static List<Node> advertised(Socket socket) throws IOException {
        RequestHeader header = new RequestHeader(ApiKeys.METADATA, METADATA_VERSION, "pulsefeed", 1);
        ByteBuffer request = MetadataRequest.Builder.forTopicNames(List.of(), false)
                .build(METADATA_VERSION)
                .serializeWithHeader(header);
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.writeInt(request.remaining());
        out.write(request.array(), request.arrayOffset() + request.position(), request.remaining());
        out.flush();
        DataInputStream in = new DataInputStream(socket.getInputStream());
        int length = in.readInt();
        if (length <= 0 || length > ANSWER_AT_MOST) {
            throw new IOException("its answer is not Kafka's");
        }
        byte[] answer = new byte[length];
        in.readFully(answer);
        try {
            MetadataResponse response =
                    (MetadataResponse) AbstractResponse.parseResponse(ByteBuffer.wrap(answer), header);
            return List.copyOf(response.brokers());
        } catch (RuntimeException e) {
            throw new IOException("its answer is not Kafka's", e);
        }
    }

    private static String listed(List<Node> brokers) {
        return brokers.stream().map(b -> b.host() + ":" + b.port()).collect(Collectors.joining(", "));
    }

    private static InetSocketAddress address(String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        if (colon < 0) {
            return new InetSocketAddress(hostAndPort, DEFAULT_PORT);
        }
        try {
            return new InetSocketAddress(
                    hostAndPort.substring(0, colon), Integer.parseInt(hostAndPort.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            return InetSocketAddress.createUnresolved(hostAndPort, DEFAULT_PORT);
        }
    }

    /** No connection at all, other than a connection that gave nothing of use. */
    private static final class RefusedException extends IOException {

        private static final long serialVersionUID = 1L;

        RefusedException(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }
}
