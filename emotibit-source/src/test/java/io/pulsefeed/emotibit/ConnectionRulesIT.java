package io.pulsefeed.emotibit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pulsefeed.simulators.emotibit.EmotiBitSimulator;
import io.pulsefeed.simulators.emotibit.EmotiBitSimulator.Options;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Which devices the task connects to. */
class ConnectionRulesIT {

    private final int port = TaskHarness.freePort();

    /** Reports itself as available and sends pongs without opening a TCP connection, like a device that is connected to another host. */
    private final class UnconnectedDevice implements AutoCloseable {
        private final DatagramSocket socket;
        private final List<String> received = new CopyOnWriteArrayList<>();

        UnconnectedDevice(String address) throws IOException {
            socket = new DatagramSocket(port, InetAddress.getByName(address));
            Thread thread = new Thread(this::run, "device");
            thread.setDaemon(true);
            thread.start();
        }

        private void run() {
            try {
                while (true) {
                    DatagramPacket packet = new DatagramPacket(new byte[512], 512);
                    socket.receive(packet);
                    String text =
                            new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII).strip();
                    received.add(text);
                    String dataPort = text.substring(text.lastIndexOf(',') + 1);
                    String answer = text.contains(",EC,")
                            ? "9,2,2,PO,1,100,DP," + dataPort + "\n"
                            : "9,1,0,HH,1,100,DP,-1,DI,IMPOSTOR\n";
                    byte[] bytes = answer.getBytes(StandardCharsets.US_ASCII);
                    socket.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
                }
            } catch (IOException e) {
                // The socket was closed.
            }
        }

        long connectRequests() {
            return received.stream().filter(text -> text.contains(",EC,")).count();
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    @Test
    void requiresControlConnection() throws Exception {
        try (UnconnectedDevice device = new UnconnectedDevice("127.0.0.250");
                TaskHarness task = new TaskHarness(
                                Map.of("device.addresses", "127.0.0.250", "discovery.port", Integer.toString(port)))
                        .start()) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> device.received.stream()
                                    .filter(text -> text.contains(",HE,"))
                                    .count()
                            >= 3);

            assertThat(task.events("connected")).isEmpty();
            // Requests stop after the first pong, because they would keep the session of the other host alive.
            assertThat(device.connectRequests()).isBetween(1L, 3L);
        }
    }

    @Test
    void doesNotConnectExcludedDevices() throws Exception {
        Options options = Options.devices(2).startingAt(240).onPort(port);
        try (EmotiBitSimulator simulator = new EmotiBitSimulator(options).start();
                TaskHarness task = new TaskHarness(Map.of(
                                "device.addresses",
                                simulator.addresses(),
                                "device.include",
                                "MD-V5-*",
                                "device.exclude",
                                "*.240",
                                "discovery.port",
                                Integer.toString(port)))
                        .start()) {
            await().atMost(Duration.ofSeconds(20)).until(() -> task.raw().size() > 200);

            assertThat(simulator.truths().get(0).connections()).isZero();
            assertThat(simulator.truths().get(1).connections()).isEqualTo(1);
        }
    }

    @Test
    void discoversDevicesByBroadcast() throws Exception {
        boolean broadcasts = NetworkInterface.networkInterfaces()
                .flatMap(network -> network.getInterfaceAddresses().stream())
                .anyMatch(address ->
                        address.getBroadcast() != null && !address.getAddress().isLoopbackAddress());
        if (!broadcasts) {
            System.out.println(
                    "NOT CHECKED: discovery by broadcast: this machine has no network interface with a broadcast"
                            + " address");
        }
        Assumptions.assumeTrue(broadcasts, "no broadcast address");
        Options options = Options.devices(1).onPort(port).onWildcardAddress();
        try (EmotiBitSimulator simulator = new EmotiBitSimulator(options).start();
                TaskHarness task = new TaskHarness(
                                Map.of("discovery.broadcast.enabled", "true", "discovery.port", Integer.toString(port)))
                        .start()) {
            await().atMost(Duration.ofSeconds(20)).until(() -> task.raw().size() > 200);

            assertThat(simulator.truths().get(0).connections()).isEqualTo(1);
        }
    }
}
