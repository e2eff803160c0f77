package io.pulsefeed.emotibit.session;

import java.util.ArrayList;
import java.util.List;

/** Keeps the output of sessions. */
final class RecordingListener implements SessionListener {

    final List<TimedPacket> packets = new ArrayList<>();
    final List<DeviceEvent> events = new ArrayList<>();

    @Override
    public void onPacket(TimedPacket packet) {
        packets.add(packet);
    }

    @Override
    public void onEvent(DeviceEvent event) {
        events.add(event);
    }

    List<String> eventLabels() {
        return events.stream().map(event -> event.type().label()).toList();
    }

    DeviceEvent lastEvent() {
        return events.get(events.size() - 1);
    }
}
