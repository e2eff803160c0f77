package io.pulsefeed.emotibit;

import io.pulsefeed.emotibit.session.DeviceEvent;
import io.pulsefeed.emotibit.session.SessionListener;
import io.pulsefeed.emotibit.session.SessionOutput;
import io.pulsefeed.emotibit.session.TimedPacket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The bounded queue between the network thread and {@code poll()}. It never blocks the network thread: if it is full, packets are
 * dropped and counted. As soon as the queue is half empty again, an overflow event per device reports them.
 *
 * <p>Packets are queued as bytes, so that half a minute of 200 devices fits in memory without objects for the garbage collector. If
 * the queue is half full, a device that queued more than an equal share loses its packets first.
 */
final class PacketQueue implements SessionListener {

    /** Capacity for events only: they are few, and they report the drops. */
    private static final int EVENT_CAPACITY = 1_000;

    private static final int CHUNK_BYTES = 1 << 16;
    private static final int MAX_SPARE_CHUNKS = 8;
    /** A packet of usual size counts as one; longer ones count as several. */
    private static final int PACKET_BYTES = 128;

    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Deque<Chunk> chunks = new ArrayDeque<>();
    private final Deque<byte[]> spare = new ArrayDeque<>();
    private final Deque<DeviceEvent> events = new ArrayDeque<>();
    private final LongAdder dropped = new LongAdder();

    // The network thread only.
    private final PacketEncoder encoder = new PacketEncoder();
    private final Map<String, DroppedRun> droppedByDevice = new HashMap<>();

    // The polling thread only.
    private final PacketDecoder decoder = new PacketDecoder();
    private byte @Nullable [] reading;

    // Guarded by the lock.
    private final Map<String, Integer> unitsByDevice = new HashMap<>();
    private int units;
    private int entries;
    private int wanted = 1;

    /** @param capacity maximum number of packets and events for packets to be accepted */
    PacketQueue(int capacity) {
        this.capacity = capacity;
    }

    private static final class Chunk {
        private final byte[] bytes;
        private int length;

        Chunk(byte[] bytes) {
            this.bytes = bytes;
        }
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
        int cost = cost(packet);
        if (!hasRoom(packet.deviceId(), cost)) {
            dropped.increment();
            droppedByDevice
                    .computeIfAbsent(packet.deviceId(), id -> new DroppedRun(packet))
                    .add(packet);
            return;
        }
        if (!droppedByDevice.isEmpty() && isHalfEmpty()) {
            droppedByDevice.values().forEach(run -> onEvent(overflow(run)));
            droppedByDevice.clear();
        }
        encoder.encode(packet);
        lock.lock();
        try {
            unitsByDevice.merge(packet.deviceId(), cost, Integer::sum);
            append(cost);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onEvent(DeviceEvent event) {
        lock.lock();
        try {
            if (units < capacity + EVENT_CAPACITY) {
                events.add(event);
                encoder.encodeEvent();
                append(1);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits up to {@code waitMs} for the first item, then moves up to {@code max} items to {@code out}. */
    void drainTo(List<SessionOutput> out, int max, long waitMs) throws InterruptedException {
        long waitNs = TimeUnit.MILLISECONDS.toNanos(waitMs);
        Map<String, Integer> taken = new HashMap<>();
        int before = out.size();
        int takenUnits = 0;
        while (out.size() - before < max && (decoder.hasMore() || nextChunk(out.size() > before ? 0 : waitNs))) {
            TimedPacket packet = decoder.next();
            if (packet == null) {
                out.add(nextEvent());
                takenUnits++;
            } else {
                out.add(packet);
                taken.merge(packet.deviceId(), cost(packet), Integer::sum);
                takenUnits += cost(packet);
            }
        }
        release(taken, takenUnits, out.size() - before);
    }

    /** Waits until there are {@code items} items, up to {@code waitMs}. */
    void awaitItems(int items, long waitMs) throws InterruptedException {
        long remainingNs = TimeUnit.MILLISECONDS.toNanos(waitMs);
        lock.lockInterruptibly();
        try {
            wanted = items;
            while (entries < items && remainingNs > 0) {
                remainingNs = filled.awaitNanos(remainingNs);
            }
        } finally {
            wanted = 1;
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return entries;
        } finally {
            lock.unlock();
        }
    }

    long droppedTotal() {
        return dropped.sum();
    }

    private static int cost(TimedPacket packet) {
        return 1 + packet.text().length() / PACKET_BYTES;
    }

    private boolean hasRoom(String deviceId, int cost) {
        lock.lock();
        try {
            int ofDevice = unitsByDevice.getOrDefault(deviceId, 0);
            boolean aboveShare = units > capacity / 2 && ofDevice >= capacity / Math.max(1, unitsByDevice.size());
            return units + cost <= capacity && !aboveShare;
        } finally {
            lock.unlock();
        }
    }

    private boolean isHalfEmpty() {
        lock.lock();
        try {
            return units <= capacity / 2;
        } finally {
            lock.unlock();
        }
    }

    private void append(int cost) {
        int length = encoder.length();
        Chunk last = chunks.peekLast();
        if (last == null || last.bytes.length - last.length < length) {
            byte[] recycled = length <= CHUNK_BYTES ? spare.poll() : null;
            last = new Chunk(recycled == null ? new byte[Math.max(CHUNK_BYTES, length)] : recycled);
            chunks.add(last);
        }
        System.arraycopy(encoder.bytes(), 0, last.bytes, last.length, length);
        last.length += length;
        units += cost;
        entries++;
        if (entries >= wanted) {
            filled.signal();
        }
    }

    /** Takes the oldest chunk from the queue, so that it can be decoded while the network thread fills the next one. */
    private boolean nextChunk(long waitNs) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long remainingNs = waitNs;
            while (chunks.isEmpty() && remainingNs > 0) {
                remainingNs = filled.awaitNanos(remainingNs);
            }
            if (reading != null && reading.length == CHUNK_BYTES && spare.size() < MAX_SPARE_CHUNKS) {
                spare.add(reading);
            }
            reading = null;
            Chunk next = chunks.poll();
            if (next == null) {
                return false;
            }
            reading = next.bytes;
            decoder.setInput(next.bytes, next.length);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private DeviceEvent nextEvent() {
        lock.lock();
        try {
            return events.remove();
        } finally {
            lock.unlock();
        }
    }

    private void release(Map<String, Integer> taken, int takenUnits, int takenEntries) {
        lock.lock();
        try {
            taken.forEach((deviceId, count) ->
                    unitsByDevice.computeIfPresent(deviceId, (id, queued) -> queued > count ? queued - count : null));
            units -= takenUnits;
            entries -= takenEntries;
        } finally {
            lock.unlock();
        }
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
