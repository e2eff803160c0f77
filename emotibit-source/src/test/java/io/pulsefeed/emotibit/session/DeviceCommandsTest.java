package io.pulsefeed.emotibit.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.emotibit.control.ControlCommand;
import io.pulsefeed.emotibit.control.ControlCommand.Action;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands to a device in virtual time. */
class DeviceCommandsTest extends DeviceFixture {

    private static final int TIMEOUT_MS = 5_000;

    private long deviceMs = 100_000;

    @BeforeEach
    void connectDevice() {
        connect();
        reportMode("RS,RE");
    }

    /** The device reports its mode, and sends further packets until the report is in order. */
    private void reportMode(String recording) {
        send(deviceMs + "," + packetNumber++ + ",4,EM,1,100," + recording + ",PS,MN\n");
        for (int i = 0; i < 10; i++) {
            deviceMs += 100;
            data(deviceMs);
            advance(100);
        }
        pong(DATA_PORT);
    }

    private void command(Action action, String id) {
        command(action, id, clock.epochUs());
    }

    private void command(Action action, String id, long epochUs) {
        String text = action == Action.MARKER ? "stimulus" : "";
        device.onCommand(new ControlCommand(action, id, List.of("D1"), text, epochUs, TIMEOUT_MS), clock.nowNs());
    }

    private List<DeviceEvent> results() {
        return listener.events.stream()
                .filter(event -> event.type() == DeviceEvent.Type.COMMAND)
                .toList();
    }

    private List<Object> ids() {
        return results().stream().map(event -> event.detail().get("id")).toList();
    }

    @Test
    void reportsTheFileOfAStartedRecording() {
        command(Action.RECORD_START, "c1");
        assertThat(connection.tags()).containsExactly("RB");
        assertThat(results()).isEmpty();
        reportMode("RS,RB,2026-11-21_01-00-00-827135.csv");

        assertThat(results()).singleElement().satisfies(event -> assertThat(event.detail())
                .containsEntry("command", "record_start")
                .containsEntry("id", "c1")
                .containsEntry("devices", 1)
                .containsEntry("done", true)
                .containsEntry("file", "2026-11-21_01-00-00-827135.csv")
                .containsKey("answer_ms"));
        assertThat(results().get(0).sessionId()).isNotEmpty();
        assertThat(listener.eventLabels()).containsExactly("connected", "recording", "command");
    }

    @Test
    void reportsTheFileOfAStoppedRecording() {
        reportMode("RS,RB,a.csv");
        command(Action.RECORD_STOP, "c1");
        reportMode("RS,RE");

        assertThat(connection.tags()).containsExactly("RE");
        assertThat(results().get(0).detail()).containsEntry("done", true).containsEntry("file", "a.csv");
    }

    @Test
    void reportsADeviceThatDoesNotAnswer() {
        command(Action.RECORD_START, "c1");
        advanceAlive(TIMEOUT_MS - 500);
        assertThat(results()).isEmpty();
        advanceAlive(1_000);

        assertThat(results()).singleElement().satisfies(event -> assertThat(event.detail())
                .containsEntry("done", false)
                .containsEntry("reason", "no answer for 5000 ms"));
        assertThat(connection.tags()).containsExactly("RB");
    }

    /** RB to a device that records would start a second file. */
    @Test
    void doesNotSendWhatIsDoneAlready() {
        command(Action.RECORD_STOP, "c1");
        reportMode("RS,RB,a.csv");
        command(Action.RECORD_START, "c2");

        assertThat(connection.tags()).isEmpty();
        assertThat(results())
                .allSatisfy(event ->
                        assertThat(event.detail()).containsEntry("done", true).containsEntry("unchanged", true));
        assertThat(results().get(1).detail()).containsEntry("file", "a.csv");
    }

    @Test
    void executesCommandsOneAfterTheOther() {
        command(Action.RECORD_START, "c1");
        command(Action.RECORD_STOP, "c2");
        assertThat(connection.tags()).containsExactly("RB");
        reportMode("RS,RB,a.csv");
        assertThat(connection.tags()).containsExactly("RB", "RE");
        assertThat(ids()).containsExactly("c1");
        reportMode("RS,RE");

        assertThat(ids()).containsExactly("c1", "c2");
    }

    @Test
    void limitsTheCommandsThatWait() {
        for (int i = 0; i < 40; i++) {
            command(Action.RECORD_START, "c" + i);
        }

        assertThat(results()).hasSize(23).allSatisfy(event -> assertThat(event.detail())
                .containsEntry("reason", "more than 16 commands wait for the device"));
    }

    @Test
    void reportsCommandsOfADeviceThatDisconnects() {
        command(Action.RECORD_START, "c1");
        command(Action.RECORD_STOP, "c2");
        device.onControlClosed(connection, clock.nowNs());
        command(Action.RECORD_START, "c3");

        assertThat(ids()).containsExactly("c1", "c2", "c3");
        assertThat(results())
                .extracting(event -> event.detail().get("reason"))
                .containsExactly("device closed the connection", "device closed the connection", "not connected");
    }

    /** A marker has the time that its sender states, and the same time in the clock of the device. */
    @Test
    void placesMarkersInTheTimeOfTheDevice() {
        TimedPacket last = listener.packets.get(listener.packets.size() - 1);
        command(Action.MARKER, "m1", last.epochUs() - 400_000);
        command(Action.MARKER, "m2", last.epochUs() + 50_000);
        command(Action.MARKER, "before the session", last.epochUs() - 3_600_000_000L);

        List<DeviceEvent> markers = listener.events.stream()
                .filter(event -> event.type() == DeviceEvent.Type.MARKER)
                .toList();
        assertThat(markers).extracting(DeviceEvent::epochUs).startsWith(last.epochUs() - 400_000);
        assertThat(markers.get(0).detail())
                .containsAllEntriesOf(Map.of("marker", "stimulus", "source", "control", "id", "m1", "devices", 1));
        assertThat((Long) markers.get(0).detail().get("emotibit_ts"))
                .isBetween(last.deviceMs() - 420, last.deviceMs() - 380);
        assertThat((Long) markers.get(1).detail().get("emotibit_ts"))
                .isBetween(last.deviceMs() + 45, last.deviceMs() + 55);
        assertThat(markers.get(2).detail()).doesNotContainKey("emotibit_ts");
        assertThat(connection.tags()).isEmpty();
    }

    @Test
    void reportsARecordingWithoutAFileName() {
        command(Action.RECORD_START, "c1");
        reportMode("RS,RB");

        assertThat(results().get(0).detail()).containsEntry("done", true).containsEntry("file", "unknown");
    }
}
