package io.pulsefeed.emotibit.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.emotibit.client.HostTransport;
import io.pulsefeed.emotibit.config.EmotiBitSourceConnectorConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every row of the table in {@link EmotiBitHost}, in virtual time and without sockets. */
class EmotiBitHostTest {

    private static final int DATA_PORT = 3132;
    private static final int CONTROL_PORT = 3133;
    private static final long TICK_MS = 10;
    private static final InetAddress BROADCAST = address(255);

    private final VirtualClock clock = new VirtualClock();
    private final RecordingListener listener = new RecordingListener();
    private final HostCounters counters = new HostCounters();
    private final List<String> sent = new ArrayList<>();
    private final List<String> discovered = new ArrayList<>();
    private boolean sendingFails;
    private EmotiBitHost host = host(Map.of("device.exclude", "*-EXCLUDED", "device.max", "2"));

    private static InetAddress address(int host) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) host});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private final class RecordingTransport implements HostTransport {
        @Override
        public void advertise(InetSocketAddress to, byte[] packet) throws IOException {
            record(to, packet);
        }

        @Override
        public void reply(InetSocketAddress to, byte[] packet) throws IOException {
            record(to, packet);
        }

        private void record(InetSocketAddress to, byte[] packet) throws IOException {
            if (sendingFails) {
                throw new IOException("Network is unreachable");
            }
            String tag = new String(packet, StandardCharsets.US_ASCII).split(",")[3];
            sent.add(to.getAddress().getHostAddress() + ":" + to.getPort() + " " + tag);
        }
    }

    private EmotiBitHost host(Map<String, String> properties) {
        EmotiBitSourceConnectorConfig config = new EmotiBitSourceConnectorConfig(properties);
        return new EmotiBitHost(
                new EmotiBitHost.Dependencies(
                        config.devices(),
                        config.connection(),
                        config.time(),
                        id -> !id.startsWith("OTHER"),
                        names -> Set.of(BROADCAST),
                        device -> discovered.add(device.deviceId()),
                        listener,
                        counters,
                        clock,
                        clock),
                new RecordingTransport(),
                DATA_PORT,
                CONTROL_PORT);
    }

    private void advance(long ms) {
        for (long passed = 0; passed < ms; passed += TICK_MS) {
            clock.advanceUs(TICK_MS * 1000);
            host.onTick(clock.nowNs());
        }
    }

    private void advertise(int from, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        host.onAdvertisement(address(from), bytes, bytes.length);
    }

    private void hello(int from, String id, int dataPort, long timestamp) {
        advertise(from, timestamp + ",1,0,HH,1,100,DP," + dataPort + ",DI," + id + "\n");
    }

    private void hello(int from, String id) {
        hello(from, id, -1, 1_000);
    }

    private void pong(int from) {
        advertise(from, "1000,2,2,PO,1,100,DP," + DATA_PORT + "\n");
    }

    private void data(int from, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        host.onData(new InetSocketAddress(address(from), DATA_PORT), bytes, bytes.length, clock.epochUs());
    }

    private RecordingConnection connect(int from, String id) {
        hello(from, id);
        RecordingConnection connection = new RecordingConnection(address(from));
        assertThat(host.onControlOpened(connection)).isTrue();
        pong(from);
        return connection;
    }

    private void keepAlive(int from, long ms) {
        for (long passed = 0; passed < ms; passed += 500) {
            advance(500);
            pong(from);
        }
    }

    private long requestsTo(int to) {
        return sent.stream()
                .filter((address(to).getHostAddress() + ":3131 EC")::equals)
                .count();
    }

    @Test
    void broadcastsDiscoveryRequestsEverySecond() {
        host.onTick(clock.nowNs());
        advance(2_990);

        assertThat(sent).containsOnly("10.0.0.255:3131 HE").hasSize(3);
    }

    @Test
    void sendsUnicastRequestsToConfiguredAndKnownAddresses() {
        host = host(Map.of("discovery.broadcast.enabled", "false", "device.addresses", "10.0.0.20,10.0.0.21"));
        hello(30, "D1", 4000, 1_000);
        host.onTick(clock.nowNs());
        advance(100);

        assertThat(sent).containsExactly("10.0.0.20:3131 HE", "10.0.0.21:3131 HE", "10.0.0.30:3131 HE");
    }

    @Test
    void registersAndConnectsDiscoveredDevice() {
        hello(1, "D1");
        advance(20);

        assertThat(discovered).containsExactly("D1");
        assertThat(sent).contains("10.0.0.1:3131 EC");
    }

    @Test
    void usesAddressAsIdOfDevicesWithoutId() {
        advertise(7, "1000,1,0,HH,1,100,DP,-1\n");

        assertThat(discovered).containsExactly("10.0.0.7");
    }

    @Test
    void ignoresExcludedDevicesAndDevicesOfOtherTasks() {
        hello(1, "D1-EXCLUDED");
        hello(2, "OTHER-1");
        advance(1_000);

        assertThat(discovered).isEmpty();
        assertThat(sent).noneMatch(text -> text.endsWith("EC"));
        assertThat(counters.ignored.sum()).isZero();
    }

    @Test
    void refusesDevicesBeyondMaximum() {
        hello(1, "D1", 4000, 1_000);
        hello(2, "D2", 4000, 1_000);
        hello(3, "D3");

        assertThat(discovered).containsExactly("D1", "D2");
        assertThat(counters.refused.sum()).isEqualTo(1);
    }

    @Test
    void replacesIdleDeviceThatIsSilentFor60Seconds() {
        host.onControlClosed(connect(1, "D1"));
        advance(1_000);
        host.onControlClosed(connect(2, "D2"));
        advance(59_000);
        hello(3, "D3", 4000, 1_000);
        assertThat(counters.refused.sum()).isEqualTo(1);

        advance(20);
        hello(3, "D3", 4000, 1_000);
        assertThat(discovered).contains("D3");
        pong(1);
        assertThat(counters.ignored.sum()).isEqualTo(1);
    }

    @Test
    void inventedIdsDoNotKeepDevicesOut() {
        host = host(Map.of());
        connect(1, "D1");
        for (int second = 0; second < 5; second++) {
            for (int i = 2; i < 255; i++) {
                hello(i, "INVENTED-" + i);
                hello(7, "INVENTED-7-" + second + "-" + i);
            }
            keepAlive(1, 1_000);
        }
        for (int i = 200; i < 250; i++) {
            connect(i, "REAL-" + i);
        }

        assertThat(listener.eventLabels()).containsOnly("connected").hasSize(51);
        assertThat(discovered).hasSizeLessThan(1_100);
    }

    @Test
    void ignoresAvailableHelloOfDeviceThatSendsData() {
        connect(1, "D1");
        for (int i = 0; i < 30; i++) {
            data(1, 1_000 + i * 100 + "," + i + ",1,EA,1,100,0.5\n");
            advance(100);
            pong(1);
        }
        hello(1, "D1");

        assertThat(listener.eventLabels()).containsExactly("connected");
    }

    @Test
    void countsAdvertisementsThatAreNotAnAnswer() {
        advertise(1, "0,0,0,HE,1,100\njunk\n1000,1,0,HH,1,100,DP,x\n");
        pong(9);

        assertThat(counters.ignored.sum()).isEqualTo(4);
        assertThat(discovered).isEmpty();
    }

    @Test
    void routesDataToConnectedDevice() {
        connect(1, "D1");
        data(1, "1000,1,1,EA,1,100,0.5\n");
        keepAlive(1, 500);

        assertThat(listener.packets).singleElement().satisfies(packet -> assertThat(packet.deviceId())
                .isEqualTo("D1"));
        assertThat(counters.datagrams.sum()).isEqualTo(1);
        assertThat(counters.foreign.sum()).isZero();
    }

    @Test
    void dropsAndCountsDataOfUnknownAndUnconnectedDevices() {
        data(9, "1000,1,1,EA,1,100,0.5\n");
        hello(1, "D1", 4000, 1_000);
        data(1, "1000,1,1,EA,1,100,0.5\n");

        assertThat(counters.foreign.sum()).isEqualTo(2);
        assertThat(listener.packets).isEmpty();
    }

    @Test
    void refusesControlConnectionsThatAreNotExpected() {
        assertThat(host.onControlOpened(new RecordingConnection(address(9)))).isFalse();
        connect(1, "D1");
        assertThat(host.onControlOpened(new RecordingConnection(address(1)))).isFalse();

        assertThat(counters.foreign.sum()).isEqualTo(2);
    }

    @Test
    void endsSessionWhenControlConnectionClosesAndReconnects() {
        RecordingConnection connection = connect(1, "D1");
        host.onControlClosed(connection);
        connect(1, "D1");

        assertThat(listener.eventLabels()).containsExactly("connected", "disconnected", "connected");
    }

    @Test
    void endsSessionOfSilentDeviceAndReconnects() {
        connect(1, "D1");
        advance(10_020);
        assertThat(listener.lastEvent().detail()).containsEntry("reason", "no answer for 10000 ms");

        connect(1, "D1");
        assertThat(listener.eventLabels()).containsExactly("connected", "disconnected", "connected");
    }

    @Test
    void startsNewSessionAfterReboot() {
        connect(1, "D1");
        data(1, "900000,500,1,EA,1,100,0.5\n");
        keepAlive(1, 1_000);
        data(1, "700,0,1,EA,1,100,0.5\n");
        keepAlive(1, 500);
        data(1, "1200,1,1,EA,1,100,0.5\n1230,2,1,EA,1,100,0.5\n");

        assertThat(listener.eventLabels()).containsExactly("connected", "disconnected", "connected", "reboot");
    }

    @Test
    void connectsAgainAfterRebootThatClosedNoConnection() {
        connect(1, "D1");
        data(1, "900000,500,1,EA,1,100,0.5\n");
        keepAlive(1, 3_000);
        hello(1, "D1", -1, 700);
        advance(20);

        assertThat(listener.lastEvent().detail()).containsEntry("reason", "device started anew");
        assertThat(requestsTo(1)).isPositive();
    }

    @Test
    void movesIdleDeviceToNewAddress() {
        hello(1, "D1", 4000, 1_000);
        hello(2, "D1");
        advance(20);

        assertThat(listener.eventLabels()).containsExactly("moved");
        assertThat(sent).contains("10.0.0.2:3131 EC");
        assertThat(requestsTo(1)).isZero();
    }

    @Test
    void keepsAddressOfConnectedDevice() {
        connect(1, "D1");
        keepAlive(1, 3_000);
        hello(2, "D1");
        data(1, "1000,1,1,EA,1,100,0.5\n");
        keepAlive(1, 500);

        assertThat(listener.eventLabels()).containsExactly("connected");
        assertThat(listener.packets).hasSize(1);
    }

    @Test
    void keepsAddressOfConnectingDeviceThatAnsweredRecently() {
        host = host(Map.of("connect.timeout.ms", "60000"));
        hello(1, "D1");
        advance(9_990);
        hello(2, "D1");
        assertThat(listener.events).isEmpty();

        advance(10);
        hello(2, "D1");
        assertThat(listener.eventLabels()).containsExactly("moved");
    }

    @Test
    void ignoresSecondDeviceBehindTheAddressOfConnectedDevice() {
        connect(1, "D1");
        hello(1, "D2");
        data(1, "1000,1,1,EA,1,100,0.5\n");
        keepAlive(1, 500);

        assertThat(listener.packets).singleElement().satisfies(packet -> assertThat(packet.deviceId())
                .isEqualTo("D1"));
        assertThat(listener.eventLabels()).containsExactly("connected");
    }

    @Test
    void routesAddressToNewDeviceIfTheOldOneIsIdle() {
        hello(1, "D1", 4000, 1_000);
        connect(1, "D2");

        assertThat(listener.lastEvent().deviceId()).isEqualTo("D2");
    }

    /** The network thread, which serves all devices, ends with an exception that leaves the host. */
    @Test
    void anErrorInOneSessionReachesNoOtherDevice() {
        RecordingConnection other = connect(2, "D2");
        hello(1, "D1");
        pong(1);
        listener.failing = true;
        assertThat(host.onControlOpened(new RecordingConnection(address(1)))).isFalse();

        keepAlive(2, 6_000);
        RecordingConnection second = connect(1, "D1");
        listener.failing = true;
        host.onControlClosed(second);

        data(2, "1000,1,1,EA,1,100,0.5\n");
        keepAlive(2, 500);
        assertThat(other.tags()).doesNotContain("ED");
        assertThat(listener.packets).singleElement().satisfies(packet -> assertThat(packet.deviceId())
                .isEqualTo("D2"));
    }

    @Test
    void countsHellosWithAnUnusableId() {
        for (String id : List.of("x".repeat(65), "D\u001b[31m", "D\r1")) {
            hello(1, id);
        }
        assertThat(counters.ignored.sum()).isEqualTo(3);
        assertThat(discovered).isEmpty();
        hello(1, "x".repeat(64));
        assertThat(discovered).hasSize(1);
    }

    @Test
    void countsDatagramsThatCannotBeSent() {
        sendingFails = true;
        host.onTick(clock.nowNs());

        assertThat(counters.unsent.sum()).isEqualTo(1);
    }

    @Test
    void ticksAtLeastEvery20Ms() {
        assertThat(host.onTick(clock.nowNs())).isLessThanOrEqualTo(20_000_000);
    }

    @Test
    void stopEndsAllSessions() {
        RecordingConnection first = connect(1, "D1");
        RecordingConnection second = connect(2, "D2");
        host.onStop();

        assertThat(first.tags()).containsExactly("ED");
        assertThat(second.tags()).containsExactly("ED");
        assertThat(listener.eventLabels()).containsExactly("connected", "connected", "disconnected", "disconnected");
    }
}
