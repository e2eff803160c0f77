package io.pulsefeed.emotibit;

import io.pulsefeed.emotibit.session.Notice;
import io.pulsefeed.emotibit.session.Outlet;
import io.pulsefeed.emotibit.session.TimedPacket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * What waits between the network and Kafka: bounded, and never blocking the network. A packet that finds no room is dropped and
 * counted; when there is room again, an event says what is missing.
 */
final class Deliveries implements Outlet {

    /** Events are few and say what was dropped: they keep a place of their own. */
    private static final int RESERVED = 1_000;

    private final int capacity;
    private final BlockingQueue<Object> queue;
    private final LongAdder dropped = new LongAdder();
    private final Map<String, Dropped> droppedByDevice = new HashMap<>();

    Deliveries(int capacity) {
        this.capacity = capacity;
        this.queue = new ArrayBlockingQueue<>(capacity + RESERVED);
    }

    private static final class Dropped {
        private final TimedPacket first;
        private TimedPacket last;
        private long count;

        Dropped(TimedPacket first) {
            this.first = first;
        }
    }

    @Override
    public void packet(TimedPacket packet) {
        if (queue.size() >= capacity) {
            dropped.increment();
            Dropped mine = droppedByDevice.computeIfAbsent(packet.deviceId(), id -> new Dropped(packet));
            mine.last = packet;
            mine.count++;
            return;
        }
        if (!droppedByDevice.isEmpty()) {
            droppedByDevice.values().forEach(this::reportDropped);
            droppedByDevice.clear();
        }
        queue.offer(packet);
    }

    @Override
    public void notice(Notice notice) {
        queue.offer(notice);
    }

    /** Moves what waits to {@code out}, at most {@code most}, after waiting for the first one. */
    void take(int most, long waitMs, List<Object> out) throws InterruptedException {
        Object first = queue.poll(waitMs, TimeUnit.MILLISECONDS);
        if (first != null) {
            out.add(first);
            queue.drainTo(out, most - 1);
        }
    }

    int depth() {
        return queue.size();
    }

    long droppedTotal() {
        return dropped.sum();
    }

    private void reportDropped(Dropped run) {
        notice(new Notice(
                run.last.deviceId(),
                run.last.sessionId(),
                Notice.Event.OVERFLOW,
                run.last.epochMicros(),
                Map.of(
                        "lost",
                        run.count,
                        "first_packet",
                        run.first.number(),
                        "last_packet",
                        run.last.number(),
                        "from",
                        run.first.epochMicros() / 1e6,
                        "to",
                        run.last.epochMicros() / 1e6)));
    }
}
