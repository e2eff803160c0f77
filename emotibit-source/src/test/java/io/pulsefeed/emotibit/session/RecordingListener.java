package io.pulsefeed.emotibit.session;

import java.util.ArrayList;
import java.util.List;

/** Keeps the output of sessions. */
final class RecordingListener implements SessionListener {

    final List<TimedPacket> packets = new ArrayList<>();
    final List<DeviceEvent> events = new ArrayList<>();
    /** Fails the next call. */
    boolean failing;

    @Override
    public void onPacket(TimedPacket packet) {
        failIfAsked();
        packets.add(packet);
    }

    @Override
    public void onEvent(DeviceEvent event) {
        failIfAsked();
        events.add(event);
    }

    private void failIfAsked() {
        if (failing) {
            failing = false;
            throw new IllegalStateException("simulated error");
        }
    }

    List<String> eventLabels() {
        return events.stream().map(event -> event.type().label()).toList();
    }

    DeviceEvent lastEvent() {
        return events.get(events.size() - 1);
    }
}
