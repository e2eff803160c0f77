package io.pulsefeed.cli.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
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

    /** Answers one request with these bytes, and holds further connections. */
    private void answer(byte[] bytes) {
        Thread thread = new Thread(() -> {
            try (Socket socket = server.accept()) {
                DataInputStream in = new DataInputStream(socket.getInputStream());
                in.readFully(new byte[in.readInt()]);
                socket.getOutputStream().write(bytes);
                socket.getOutputStream().flush();
                in.read();
            } catch (IOException e) {
                // the probe has hung up, or the test is over
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
        var bytes = new java.io.ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(Integer.BYTES + body.remaining());
        out.writeInt(1);
        out.write(body.array(), body.arrayOffset() + body.position(), body.remaining());
        return bytes.toByteArray();
    }

    @Test
    void namesTheAddressThatABrokerSendsItsClientsTo() throws IOException {
        answer(brokerAt("kafka.invalid", 29092));

        assertThat(new BrokerProbe(address()).advice())
                .contains(address() + " answers, but sends clients on to kafka.invalid:29092")
                .contains("localhost:9092")
                .contains("kafka:29092");
    }

    @Test
    void blamesTheTimeWhenBrokerAndListenerAreReachable() throws IOException {
        answer(brokerAt("127.0.0.1", server.getLocalPort()));

        assertThat(new BrokerProbe(address()).advice()).contains("was not done in time");
    }

    @Test
    void saysThatNothingAnswers() throws IOException {
        String address = address();
        server.close();

        assertThat(new BrokerProbe(address).advice())
                .contains("nothing answers at " + address)
                .contains("localhost:9092");
    }

    @Test
    void saysThatAHostNameIsKnownElsewhereOnly() {
        assertThat(new BrokerProbe("kafka.invalid:29092").advice()).contains("not known here");
    }

    @Test
    void recognisesAPortThatIsNotKafkas() {
        answer("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));

        assertThat(new BrokerProbe(address()).advice())
                .contains("does not speak Kafka's plain protocol")
                .contains("--command-config");
    }
}
