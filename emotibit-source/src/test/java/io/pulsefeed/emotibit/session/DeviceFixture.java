package io.pulsefeed.emotibit.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.commons.metrics.LogThrottle;
import io.pulsefeed.emotibit.clock.HostTime;
import io.pulsefeed.emotibit.config.ConnectionConfig;
import io.pulsefeed.emotibit.config.EmotiBitSourceConnectorConfig;
import io.pulsefeed.emotibit.wire.DeviceAnswer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** A device in virtual time, and the host and device actions of its tests. */
abstract class DeviceFixture {

    static final int DATA_PORT = 3132;
    static final int CONTROL_PORT = 3133;
    static final int AVAILABLE = -1;
    static final int OTHER_HOST = 4000;
    static final long TICK_MS = 10;

    final VirtualClock clock = new VirtualClock();
    final RecordingListener listener = new RecordingListener();
    final List<String> advertised = new ArrayList<>();
    final InetAddress address = address(1);
    final EmotiBitSourceConnectorConfig config = new EmotiBitSourceConnectorConfig(Map.of());
    final Device device = device(config.connection());
    final RecordingConnection connection = new RecordingConnection(address);
    int packetNumber;

    static InetAddress address(int host) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) host});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    Device device(ConnectionConfig connectionConfig) {
        DatagramSender sender = new DatagramSender() {
            @Override
            public void advertise(InetAddress to, byte[] packet) {
                advertised.add(new String(packet, StandardCharsets.US_ASCII).split(",")[3]);
            }

            @Override
            public void reply(InetSocketAddress to, byte[] packet) {
                throw new AssertionError("No time request was sent");
            }
        };
        SessionContext context = new SessionContext(
                clock,
                clock,
                new HostTime(clock, clock),
                config.time(),
                sender,
                listener,
                new HostCounters(),
                new LogThrottle(LoggerFactory.getLogger(DeviceFixture.class), clock));
        return new Device(
                "D1", address, connectionConfig, new Device.Ports(DATA_PORT, CONTROL_PORT), context, clock.nowNs());
    }

    void hello(int dataPort) {
        hello(dataPort, 1_000);
    }

    void hello(int dataPort, long timestamp) {
        device.onHello(new DeviceAnswer(DeviceAnswer.Type.HELLO, dataPort, "D1", timestamp), clock.nowNs());
    }

    void pong(int dataPort) {
        device.onPong(new DeviceAnswer(DeviceAnswer.Type.PONG, dataPort, null, 1_000), clock.nowNs());
    }

    boolean open(RecordingConnection control) {
        return device.onControlOpened(control, clock.nowNs());
    }

    boolean data(long deviceMs) {
        return send(deviceMs + "," + packetNumber++ + ",1,EA,1,100,0.5\n");
    }

    boolean send(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        Arrival arrival = new Arrival(new InetSocketAddress(address, DATA_PORT), clock.epochUs(), clock.nowNs());
        return device.onData(bytes, bytes.length, arrival);
    }

    void advance(long ms) {
        for (long passed = 0; passed < ms; passed += TICK_MS) {
            clock.advanceUs(TICK_MS * 1000);
            device.tick(clock.nowNs());
        }
    }

    /** Advances the time while the device answers pings. */
    void advanceAlive(long ms) {
        for (long passed = 0; passed < ms; passed += 500) {
            advance(500);
            pong(DATA_PORT);
        }
    }

    void connect() {
        hello(AVAILABLE);
        device.tick(clock.nowNs());
        assertThat(open(connection)).isTrue();
        pong(DATA_PORT);
        assertThat(device.isConnected()).isTrue();
    }

    boolean isConnecting() {
        return !device.isIdle() && !device.isConnected();
    }

    long requests() {
        return advertised.stream().filter("EC"::equals).count();
    }
}
