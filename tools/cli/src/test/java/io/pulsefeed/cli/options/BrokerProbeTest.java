package io.pulsefeed.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseBroker;
import org.apache.kafka.common.protocol.MessageUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BrokerProbeTest {

    private static final short VERSION = 4;

    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** Responds to one request with these bytes; further connections stay open. */
    private void respond(byte[] bytes) {
        Thread thread = new Thread(() -> {
            try (Socket socket = server.accept()) {
                DataInputStream in = new DataInputStream(socket.getInputStream());
                in.readFully(new byte[in.readInt()]);
                socket.getOutputStream().write(bytes);
                socket.getOutputStream().flush();
                in.read();
            } catch (IOException e) {
                // The probe has closed the connection, or the test is over.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static byte[] brokerAt(String host, int port) throws IOException {
        MetadataResponseData data = new MetadataResponseData();
        data.brokers()
                .add(new MetadataResponseBroker().setNodeId(1).setHost(host).setPort(port));
        ByteBuffer body = MessageUtil.toByteBufferAccessor(data, VERSION).buffer();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(Integer.BYTES + body.remaining());
        out.writeInt(1);
        out.write(body.array(), body.arrayOffset() + body.position(), body.remaining());
        return bytes.toByteArray();
    }

    @Test
    void reportsAnUnreachableAdvertisedListener() throws IOException {
        respond(brokerAt("kafka.invalid", 29092));

        assertThat(new BrokerProbe(address()).advice())
                .contains(address() + " responds, but advertises kafka.invalid:29092")
                .contains("localhost:9092")
                .contains("kafka:29092");
    }

    @Test
    void reportsASlowBrokerIfAllListenersAreReachable() throws IOException {
        respond(brokerAt("127.0.0.1", server.getLocalPort()));

        assertThat(new BrokerProbe(address()).advice()).contains("did not complete the request in time");
    }

    @Test
    void reportsARefusedConnection() throws IOException {
        String address = address();
        server.close();

        assertThat(new BrokerProbe(address).advice())
                .contains("cannot connect to Kafka at " + address)
                .contains("localhost:9092");
    }

    @Test
    void reportsAHostNameThatCannotBeResolved() {
        assertThat(new BrokerProbe("kafka.invalid:29092").advice()).contains("cannot be resolved");
    }

    @Test
    void reportsAServerThatIsNotKafka() {
        respond("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

        assertThat(new BrokerProbe(address()).advice())
                .contains("does not use Kafka's plaintext protocol")
                .contains("--command-config");
    }
}
