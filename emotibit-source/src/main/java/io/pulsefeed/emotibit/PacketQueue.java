package io.pulsefeed.emotibit;

import io.pulsefeed.emotibit.session.DeviceEvent;
import io.pulsefeed.emotibit.session.SessionListener;
import io.pulsefeed.emotibit.session.SessionOutput;
import io.pulsefeed.emotibit.session.TimedPacket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * The bounded queue between the network thread and {@code poll()}. It never blocks the network thread: if it is full, packets are
 * dropped and counted. As soon as there is room again, an overflow event per device reports the dropped packets.
 */
final class PacketQueue implements SessionListener {

    /** Capacity for events only: they are few, and they report the drops. */
    private static final int EVENT_CAPACITY = 1_000;

    private final int capacity;
    private final BlockingQueue<SessionOutput> queue;
    private final LongAdder dropped = new LongAdder();
    private final Map<String, DroppedRun> droppedByDevice = new HashMap<>();

    /** @param capacity maximum number of packets and events for packets to be accepted */
    PacketQueue(int capacity) {
        this.capacity = capacity;
        this.queue = new ArrayBlockingQueue<>(capacity + EVENT_CAPACITY);
    }

    /** Consecutive dropped packets of one device. */
    private static final class DroppedRun {
        private final TimedPacket first;
        private TimedPacket last;
        private long count;

        DroppedRun(TimedPacket first) {
            this.first = first;
            this.last = first;
        }

        void add(TimedPacket packet) {
            last = packet;
            count++;
        }
    }

    @Override
    public void onPacket(TimedPacket packet) {
        if (queue.size() >= capacity) {
            dropped.increment();
            droppedByDevice
                    .computeIfAbsent(packet.deviceId(), id -> new DroppedRun(packet))
                    .add(packet);
            return;
        }
        if (!droppedByDevice.isEmpty()) {
            droppedByDevice.values().forEach(run -> onEvent(overflow(run)));
            droppedByDevice.clear();
        }
        queue.offer(packet);
    }

    @Override
    public void onEvent(DeviceEvent event) {
        queue.offer(event);
    }

    /** Waits up to {@code waitMs} for the first item, then moves up to {@code max} items to {@code out}. */
    void drainTo(List<SessionOutput> out, int max, long waitMs) throws InterruptedException {
        SessionOutput first = queue.poll(waitMs, TimeUnit.MILLISECONDS);
        if (first != null) {
            out.add(first);
            queue.drainTo(out, max - 1);
        }
    }

    int size() {
        return queue.size();
    }

    long droppedTotal() {
        return dropped.sum();
    }

    private static DeviceEvent overflow(DroppedRun run) {
        return new DeviceEvent(
                run.last.deviceId(),
                run.last.sessionId(),
                DeviceEvent.Type.OVERFLOW,
                run.last.epochUs(),
                Map.of(
                        "lost",
                        run.count,
                        "first_packet",
                        run.first.number(),
                        "last_packet",
                        run.last.number(),
                        "from",
                        run.first.epochUs() / 1e6,
                        "to",
                        run.last.epochUs() / 1e6));
    }
}
