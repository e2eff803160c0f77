package io.pulsefeed.cli.options;

import io.pulsefeed.admin.IoErrors;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.MetadataRequest;
import org.apache.kafka.common.requests.MetadataResponse;
import org.apache.kafka.common.requests.RequestHeader;

/**
 * Finds out why a client times out. A client requests only the brokers' advertised addresses from the bootstrap address, and then connects
 * to those; {@link Admin} reports the same timeout whichever of the two is unreachable.
 */
final class BrokerProbe {

    private static final int TIMEOUT_MS = 3_000;
    private static final int RETRY_MS = 500;
    private static final int DEFAULT_PORT = 9092;
    private static final int MAX_RESPONSE_BYTES = 1 << 20;

    /** Supported since Kafka 0.11. All versions have the addresses. */
    private static final short METADATA_VERSION = 4;

    private static final String LISTENERS =
            "On the container host, use localhost:9092 (three brokers: localhost:19092); inside the compose network, use "
                    + "kafka:29092 (three brokers: kafka1:9092).";

    private static final String ADDRESS = "[^\\s,]+:(\\d{1,4}|[1-5]\\d{4}|6[0-5]\\d{3})";
    private static final Pattern ADDRESSES = Pattern.compile("\\s*(" + ADDRESS + "\\s*,\\s*)*" + ADDRESS + "\\s*");

    private final String bootstrapServer;

    /** @param bootstrapServer {@code HOST:PORT}; of several, the first is probed */
    BrokerProbe(String bootstrapServer) {
        this.bootstrapServer = bootstrapServer;
    }

    /** Why the server does not accept connections now; empty if it does, or if it never will because its address is not valid. */
    Optional<String> refusal() {
        InetSocketAddress address = first();
        if (address.isUnresolved()) {
            return Optional.empty();
        }
        try (Socket socket = connect(address)) {
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("cannot connect to Kafka at " + bootstrapServer + " (" + e.getMessage() + ")");
        }
    }

    /** @return whether the server accepts connections within {@code limit} */
    boolean awaitAcceptance(Duration limit) {
        long deadlineNs = System.nanoTime() + limit.toNanos();
        while (refusal().isPresent()) {
            if (System.nanoTime() - deadlineNs > 0) {
                return false;
            }
            try {
                Thread.sleep(RETRY_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    /** The likely cause, and the listener to use or what to check. */
    String advice() {
        if (!ADDRESSES.matcher(bootstrapServer).matches()) {
            return "'" + bootstrapServer + "' is not a valid address of Kafka; use HOST:PORT. " + LISTENERS;
        }
        InetSocketAddress address = first();
        if (address.isUnresolved()) {
            return "the host name of " + bootstrapServer
                    + " cannot be resolved. Names such as kafka are only known inside the compose network. "
                    + LISTENERS;
        }
        try (Socket socket = connect(address)) {
            return adviceOf(advertised(socket));
        } catch (RefusedException e) {
            return "cannot connect to Kafka at " + bootstrapServer + " (" + e.getMessage()
                    + "). Check that Kafka is running (docker compose ps kafka) and that the listener is reachable from this host. "
                    + LISTENERS;
        } catch (IOException e) {
            return "the server at " + bootstrapServer + " does not use Kafka's plaintext protocol ("
                    + IoErrors.describe(e)
                    + "). If the listener is secured, set security.protocol and its other properties with --command-config. "
                    + "Otherwise check the port.";
        }
    }

    private String adviceOf(List<Node> brokers) {
        List<Node> unreachable = brokers.stream()
                .filter(broker -> !isReachable(broker.host(), broker.port()))
                .toList();
        if (brokers.isEmpty()) {
            return "Kafka at " + bootstrapServer
                    + " responds, but has no registered brokers yet. It may still be starting.";
        }
        if (unreachable.isEmpty()) {
            return "Kafka at " + bootstrapServer
                    + " responds, but did not complete the request in time. Check its load, or raise --timeout.";
        }
        return "Kafka at " + bootstrapServer + " responds, but advertises " + listed(unreachable)
                + ", which is unreachable from this host: the listener is for another network. " + LISTENERS
                + " Otherwise fix advertised.listeners of the broker, or the firewall.";
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
            socket.connect(address, TIMEOUT_MS);
            socket.setSoTimeout(TIMEOUT_MS);
            return socket;
        } catch (IOException e) {
            throw new RefusedException(e);
        }
    }

    /** The advertised addresses of the listener that {@code socket} is connected to. */
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
        if (length <= 0 || length > MAX_RESPONSE_BYTES) {
            throw new IOException("the response is not a Kafka response");
        }
        byte[] response = new byte[length];
        in.readFully(response);
        try {
            MetadataResponse metadata =
                    (MetadataResponse) AbstractResponse.parseResponse(ByteBuffer.wrap(response), header);
            return List.copyOf(metadata.brokers());
        } catch (RuntimeException e) {
            throw new IOException("the response is not a Kafka response", e);
        }
    }

    private static String listed(List<Node> brokers) {
        return brokers.stream().map(b -> b.host() + ":" + b.port()).collect(Collectors.joining(", "));
    }

    private InetSocketAddress first() {
        return address(bootstrapServer.strip().split("\\s*,\\s*", 2)[0]);
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

    /** The TCP connection failed, as opposed to an invalid response. */
    private static final class RefusedException extends IOException {

        private static final long serialVersionUID = 1L;

        RefusedException(IOException cause) {
            super(IoErrors.describe(cause), cause);
        }
    }
}
