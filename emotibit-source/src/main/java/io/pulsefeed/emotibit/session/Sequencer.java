package io.pulsefeed.emotibit.session;

import io.pulsefeed.emotibit.wire.Packet;
import io.pulsefeed.emotibit.wire.TypeTag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reorder buffer of one session: restores the order of packets, finds copies and reports missing packets.
 *
 * <p>Packets pass without delay while none is missing. After a missing packet, later packets are held for a limited time; then the
 * missing packet counts as lost.
 *
 * <pre>
 *   arrival   1  2     4  5     3         7  8      (300 ms)
 *   held               4  4,5             7  7,8
 *   released  1  2              3,4,5               lost 6, then 7,8
 * </pre>
 *
 * <p>Packet numbers are unwrapped from 16 bits. After a long silence, the elapsed device time gives the number of wraps.
 */
final class Sequencer {

    private static final int WRAP = 1 << 16;
    /** Copies arrive at most one batch later; 1024 numbers are about six seconds. */
    private static final int REMEMBERED = 1024;

    private static final int MAX_HELD = 4096;
    /** Later packets that show that a number after a gap is wrong, if none of them follows it. */
    private static final int CONTRADICTING = 3;
    /** The network does not reorder packets over more than about two batches. */
    private static final int MAX_REORDERED = 32;
    /** Packets follow a number within about one batch. */
    private static final int MAX_DISTANCE = 128;

    /** Packet numbers per device ms of a streaming device. */
    private static final double NUMBERS_PER_MS = 0.163;

    private static final long AMBIGUOUS_SILENCE_MS = 60_000;
    private static final long NS_PER_MS = 1_000_000;

    /** Receives packets and gaps in order. */
    interface Listener {
        /** The first packets of the session, before the first one is released. */
        void onSettled(List<SequencedPacket> packets);

        /** @param lastLost the highest lost number so far, or {@link Long#MIN_VALUE} */
        void onInOrder(SequencedPacket packet, long lastLost);

        /** A packet that was already reported as lost, or one from before the first packet of the session. */
        void onLate(SequencedPacket packet);

        void onLost(long first, long last, long beforeMs, long afterMs);

        /** A packet whose number is after a gap, although the packets that arrived after it are not. */
        void onWrongNumber(SequencedPacket packet);

        /** A packet number that the firmware assigned to a button press but did not send. */
        void onButton(long number, long deviceMs);
    }

    /** A held packet; the packet is null for the number of a button press. The jump is the
     * distance from the highest number before it. */
    private record Held(@Nullable SequencedPacket packet, long deviceMs, long arrivalMonoNs, long order, long jump) {}

    private final Listener listener;
    private final long waitNs;
    private final long settleNs;
    private final TreeMap<Long, Held> held = new TreeMap<>();
    private final long[] seenNumbers = new long[REMEMBERED];
    private final @Nullable Packet[] seen = new Packet[REMEMBERED];
    private boolean started;
    private boolean settling;
    private long startedAtMonoNs;
    private long expected;
    private long highest;
    private long firstNumber;
    private long firstMs;
    private long newestMs = Long.MIN_VALUE;
    private long releasedMs;
    private long lastLost = Long.MIN_VALUE;
    private long arrived;
    private int emptyLines;
    private boolean lowPower;

    /**
     * @param waitMs how long later packets wait for a missing one
     * @param settleMs how long the first packets of the session wait for lower numbers: a device sends its mode immediately, and the
     *     batch, which contains lower numbers, afterwards
     */
    Sequencer(Listener listener, int waitMs, int settleMs) {
        this.listener = listener;
        this.waitNs = waitMs * NS_PER_MS;
        this.settleNs = settleMs * NS_PER_MS;
    }

    long unwrapNumber(Packet packet, long deviceMs) {
        if (!started) {
            return packet.number();
        }
        boolean timed = newestMs != Long.MIN_VALUE && !TypeTag.isBackDated(packet.tag());
        long silenceMs = timed ? deviceMs - newestMs : 0;
        if (silenceMs > AMBIGUOUS_SILENCE_MS) {
            long ahead = packet.number() - expected & WRAP - 1;
            long wraps = Math.round((silenceMs * numbersPerMs() - ahead) / WRAP);
            return expected + ahead + Math.max(0, wraps) * WRAP;
        }
        return expected + (short) (packet.number() - expected);
    }

    /** Forked firmware and boards without some sensors send other numbers of packets than current firmware. */
    private double numbersPerMs() {
        long spanMs = newestMs - firstMs;
        return spanMs < AMBIGUOUS_SILENCE_MS ? NUMBERS_PER_MS : (double) (expected - firstNumber) / spanMs;
    }

    /** Whether this packet was received before. Devices send EM and RD twice; some firmware sends every datagram twice. */
    boolean isCopy(long number, Packet packet) {
        int slot = slot(number);
        Packet earlier = seen[slot];
        return earlier != null
                && seenNumbers[slot] == number
                && earlier.timestamp() == packet.timestamp()
                && earlier.tag().equals(packet.tag());
    }

    /** Takes a packet that is not a copy. */
    void accept(SequencedPacket sequenced) {
        long number = sequenced.number();
        long arrivalMonoNs = sequenced.arrival().monoNs();
        remember(sequenced);
        arrived++;
        if (!started) {
            started = true;
            startedAtMonoNs = arrivalMonoNs;
            settling = settleNs > 0;
            expected = number;
            firstNumber = number;
            highest = number;
            firstMs = sequenced.deviceMs();
        }
        long highestBefore = highest;
        highest = Math.max(highest, number);
        if (settling) {
            expected = Math.min(expected, number);
        }
        boolean wasLowPower = lowPower;
        lowPower = isLowPowerAfter(sequenced.packet());
        if (number > expected && (wasLowPower || lowPower)) {
            // In low power modes the device increments packet numbers without sending packets.
            releaseAllHeld();
            expected = Math.max(expected, number);
        }
        if (number < expected) {
            listener.onLate(sequenced);
        } else {
            holdButtons(sequenced);
            held.put(number, new Held(sequenced, sequenced.deviceMs(), arrivalMonoNs, arrived, number - highestBefore));
            if (!settling) {
                releaseContiguous();
            }
            if (held.size() > MAX_HELD) {
                skipFirstGap();
            }
        }
        emptyLines = 0;
    }

    /** An empty line in a datagram: the number before the next packet belongs to a button press. */
    void onEmptyLine() {
        emptyLines++;
    }

    /** Reports packets whose wait has expired as lost. */
    void tick(long nowMonoNs) {
        if (settling) {
            if (nowMonoNs - startedAtMonoNs < settleNs) {
                return;
            }
            settle();
            releaseContiguous();
        }
        while (!held.isEmpty() && nowMonoNs - held.firstEntry().getValue().arrivalMonoNs() >= waitNs) {
            skipFirstGap();
        }
    }

    /** Releases all held packets and reports the missing ones as lost. */
    void releaseAllHeld() {
        settle();
        while (!held.isEmpty()) {
            skipFirstGap();
        }
    }

    private void settle() {
        if (settling) {
            settling = false;
            List<SequencedPacket> packets = new ArrayList<>();
            held.values().stream().map(Held::packet).filter(Objects::nonNull).forEach(packets::add);
            listener.onSettled(packets);
        }
    }

    private void holdButtons(SequencedPacket next) {
        for (int i = 1; i <= emptyLines && next.number() - i >= expected; i++) {
            held.putIfAbsent(
                    next.number() - i,
                    new Held(null, next.deviceMs(), next.arrival().monoNs(), arrived, 0));
        }
    }

    private void skipFirstGap() {
        Map.Entry<Long, Held> next = held.firstEntry();
        long last = next.getKey() - 1;
        if (last >= expected && isContradicted(next)) {
            held.remove(next.getKey());
            SequencedPacket wrong = next.getValue().packet();
            if (wrong != null) {
                listener.onWrongNumber(wrong);
            }
            return;
        }
        if (last >= expected) {
            lastLost = last;
            listener.onLost(expected, last, releasedMs, next.getValue().deviceMs());
        }
        expected = next.getKey();
        releaseContiguous();
    }

    private boolean isContradicted(Map.Entry<Long, Held> afterGap) {
        if (afterGap.getValue().jump() <= MAX_REORDERED) {
            return false;
        }
        Long following = held.higherKey(afterGap.getKey());
        boolean followed = following != null && following - afterGap.getKey() <= MAX_DISTANCE;
        long arrivedBelow = arrived
                - afterGap.getValue().order()
                - held.tailMap(afterGap.getKey(), false).size();
        return !followed && arrivedBelow >= CONTRADICTING;
    }

    private void releaseContiguous() {
        for (Held next = held.remove(expected); next != null; next = held.remove(expected)) {
            long number = expected++;
            releasedMs = next.deviceMs();
            if (next.packet() == null) {
                listener.onButton(number, next.deviceMs());
            } else {
                listener.onInOrder(next.packet(), lastLost);
            }
        }
    }

    private boolean isLowPowerAfter(Packet packet) {
        return switch (packet.tag()) {
            case "EM" -> {
                String power = packet.valueOf("PS");
                yield power == null ? lowPower : !power.equals("MN");
            }
            case "ML", "MM", "MO", "MH" -> true;
            case "MN" -> false;
            default -> lowPower;
        };
    }

    private void remember(SequencedPacket sequenced) {
        int slot = slot(sequenced.number());
        seenNumbers[slot] = sequenced.number();
        seen[slot] = sequenced.packet();
        if (!TypeTag.isBackDated(sequenced.packet().tag())) {
            newestMs = Math.max(newestMs, sequenced.deviceMs());
        }
    }

    private static int slot(long number) {
        return (int) (number & REMEMBERED - 1);
    }
}
