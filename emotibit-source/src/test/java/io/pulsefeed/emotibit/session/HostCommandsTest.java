package io.pulsefeed.emotibit.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.emotibit.client.HostTransport;
import io.pulsefeed.emotibit.config.EmotiBitSourceConnectorConfig;
import io.pulsefeed.emotibit.control.ControlCommand;
import io.pulsefeed.emotibit.control.ControlCommand.Action;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which devices of a host get a command. */
class HostCommandsTest {

    private final VirtualClock clock = new VirtualClock();
    private final RecordingListener listener = new RecordingListener();
    private final EmotiBitSourceConnectorConfig config = new EmotiBitSourceConnectorConfig(Map.of());
    private final EmotiBitHost host = new EmotiBitHost(
            new EmotiBitHost.Dependencies(
                    config.devices(),
                    config.connection(),
                    config.time(),
                    id -> !id.startsWith("OTHER"),
                    names -> Set.of(),
                    device -> {},
                    listener,
                    new HostCounters(),
                    clock,
                    clock),
            new HostTransport() {
                @Override
                public void advertise(InetSocketAddress to, byte[] packet) {
                    // The test sends the answers.
                }

                @Override
                public void reply(InetSocketAddress to, byte[] packet) {
                    throw new AssertionError("No time request was sent");
                }
            },
            3132,
            3133);

    private static InetAddress address(int host) {
        return DeviceFixture.address(host);
    }

    private void advertise(int from, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        host.onAdvertisement(address(from), bytes, bytes.length);
    }

    private RecordingConnection connect(int from, String id) {
        advertise(from, "1000,1,0,HH,1,100,DP,-1,DI," + id + "\n");
        RecordingConnection connection = new RecordingConnection(address(from));
        assertThat(host.onControlOpened(connection)).isTrue();
        advertise(from, "1000,2,2,PO,1,100,DP,3132\n");
        return connection;
    }

    private void command(Action action, String... devices) {
        String text = action == Action.MARKER ? "stimulus" : "";
        host.onCommand(new ControlCommand(action, "c", List.of(devices), text, clock.epochUs(), 5_000));
    }

    private List<DeviceEvent> results() {
        return listener.events.stream()
                .filter(event -> event.detail().containsKey("id"))
                .toList();
    }

    @Test
    void sendsToAllConnectedDevices() {
        RecordingConnection first = connect(1, "D1");
        RecordingConnection second = connect(2, "D2");
        advertise(3, "1000,1,0,HH,1,100,DP,4000,DI,D3\n");
        command(Action.RECORD_START);

        assertThat(first.tags()).containsExactly("RB");
        assertThat(second.tags()).containsExactly("RB");
        command(Action.MARKER);
        assertThat(results()).hasSize(2).allSatisfy(event -> assertThat(event.detail())
                .containsEntry("devices", 2));
        assertThat(results()).extracting(DeviceEvent::deviceId).containsExactly("D1", "D2");
    }

    @Test
    void sendsToTheNamedDevicesOfThisTask() {
        RecordingConnection first = connect(1, "D1");
        RecordingConnection second = connect(2, "D2");
        command(Action.RECORD_START, "D2", "OTHER-7", "UNKNOWN");

        assertThat(first.tags()).isEmpty();
        assertThat(second.tags()).containsExactly("RB");
        assertThat(results()).singleElement().satisfies(event -> {
            assertThat(event.deviceId()).isEqualTo("UNKNOWN");
            assertThat(event.sessionId()).isEmpty();
            assertThat(event.detail())
                    .containsEntry("done", false)
                    .containsEntry("reason", "not connected")
                    .containsEntry("devices", 2);
        });
    }

    /** A note of a device that is not connected is not lost. */
    @Test
    void marksUnknownDevicesWithoutASession() {
        command(Action.MARKER, "D9");
        command(Action.MARKER);

        assertThat(results()).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo(DeviceEvent.Type.MARKER);
            assertThat(event.deviceId()).isEqualTo("D9");
            assertThat(event.epochUs()).isEqualTo(clock.epochUs());
        });
    }

    @Test
    void limitsInventedIds() {
        for (int i = 0; i < 3_000; i++) {
            command(Action.RECORD_START, "X" + i);
        }

        assertThat(results()).hasSize(1_024);
    }
}
