package io.pulsefeed.emotibit.session;

import io.pulsefeed.emotibit.clock.WallClock;
import io.pulsefeed.emotibit.control.ControlCommand;
import io.pulsefeed.emotibit.control.ControlCommand.Action;
import io.pulsefeed.emotibit.wire.HostPackets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Executes the commands of users on one device, and publishes their results. Used on the network thread only. */
final class DeviceCommands {

    private static final Logger LOG = LoggerFactory.getLogger(DeviceCommands.class);
    private static final String ID = "id";

    private final String deviceId;
    private final SessionContext context;
    private final HostPackets packets;
    private final Predicate<byte[]> sender;
    private final RecordingCommands recordings = new RecordingCommands(this::send);
    private String sessionId = "";

    /** @param sender sends a packet over the control connection; returns false if this failed */
    DeviceCommands(String deviceId, SessionContext context, HostPackets packets, Predicate<byte[]> sender) {
        this.deviceId = deviceId;
        this.context = context;
        this.packets = packets;
        this.sender = sender;
    }

    /** @param session the session of the device; null if it is not connected */
    void onCommand(ControlCommand command, @Nullable DeviceSession session, long nowMonoNs) {
        sessionId = session == null ? "" : session.sessionId();
        if (command.action() == Action.MARKER) {
            publishMarker(command, session);
        } else if (session == null) {
            recordings.fail(command, "not connected");
        } else {
            recordings.add(command, session.recordingFile(), nowMonoNs);
        }
        publishResults();
    }

    /** Takes the state that the device reported last. */
    void tick(DeviceSession session, long nowMonoNs) {
        sessionId = session.sessionId();
        recordings.tick(session.recordingFile(), nowMonoNs);
        publishResults();
    }

    /** Ends the commands that wait for the device. */
    void end(DeviceSession session, String reason) {
        sessionId = session.sessionId();
        recordings.failAll(reason);
        publishResults();
    }

    private boolean send(ControlCommand command) {
        LOG.info("{}: sending {}", deviceId, command.action().label());
        String time = LocalTimeText.of(context.clock(), context.time().zone());
        return sender.test(
                command.action() == Action.RECORD_START ? packets.recordBegin(time) : packets.recordEnd(time));
    }

    /** A marker has a published time; the device time is added if it is within the session. */
    private void publishMarker(ControlCommand command, @Nullable DeviceSession session) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("marker", command.text());
        detail.put("source", "control");
        if (!command.id().isEmpty()) {
            detail.put(ID, command.id());
        }
        detail.put("devices", command.devices().size());
        Long deviceMs = session == null ? null : session.deviceMsAt(command.epochUs());
        if (deviceMs != null) {
            detail.put("emotibit_ts", deviceMs);
        }
        publish(DeviceEvent.Type.MARKER, command.epochUs(), detail);
    }

    private void publishResults() {
        for (RecordingCommands.Result result : recordings.takeResults()) {
            ControlCommand command = result.command();
            Map<String, Object> detail = new LinkedHashMap<>();
            detail.put("command", command.action().label());
            if (!command.id().isEmpty()) {
                detail.put(ID, command.id());
            }
            detail.put("devices", command.devices().size());
            detail.putAll(result.detail());
            publish(DeviceEvent.Type.COMMAND, WallClock.nowEpochUs(context.clock()), detail);
        }
    }

    private void publish(DeviceEvent.Type type, long epochUs, Map<String, Object> detail) {
        context.listener().onEvent(new DeviceEvent(deviceId, sessionId, type, epochUs, detail));
    }
}
