package io.pulsefeed.emotibit.session;

import io.pulsefeed.emotibit.wire.Packet;
import io.pulsefeed.emotibit.wire.TypeTag;
import java.util.Map;
import java.util.TreeMap;

/**
 * Puts the packets of one session into the order of their numbers, drops copies and finds what is missing.
 *
 * <p>While nothing is missing, packets pass at once. After a hole, later packets wait for it for a limited time; what has not come
 * by then is lost. The number is unwrapped from 16 bits; after a long silence the device's clock tells how often it wrapped.
 */
final class Sequencer {

    private static final int WRAP = 1 << 16;
    /** Copies come at most a batch later; 1024 numbers are six seconds. */
    private static final int REMEMBERED = 1024;

    private static final int MOST_HELD = 4096;
    /** Streaming devices use about 163 numbers per second. */
    private static final double NUMBERS_PER_MS = 0.163;

    private static final long AMBIGUOUS_SILENCE_MS = 60_000;
    private static final long NANOS_PER_MS = 1_000_000;

    /** Takes packets in order. */
    interface Sink {
        /** @param lossBefore the highest lost number so far, or a very small one */
        void inOrder(long number, Packet packet, long deviceMs, long lastLost);

        /** A packet that had been counted lost, or one from before the session's first. */
        void late(long number, Packet packet, long deviceMs);

        void lost(long first, long last, long beforeMs, long afterMs);

        /** A number that the firmware used up for a button press without sending it. */
        void button(long number, long deviceMs);
    }

    private record Held(Packet packet, long deviceMs, long nanos) {}

    private final Sink sink;
    private final long waitNanos;
    private final long settleNanos;
    private final TreeMap<Long, Held> held = new TreeMap<>();
    private final long[] seenNumbers = new long[REMEMBERED];
    private final Packet[] seen = new Packet[REMEMBERED];
    private boolean started;
    private boolean settling;
    private long startedAt;
    private long expected;
    private long newestMs = Long.MIN_VALUE;
    private long releasedMs;
    private long lastLost = Long.MIN_VALUE;
    private int emptyLines;
    private boolean quiet;

    /**
     * @param waitMs how long a hole stays open
     * @param settleMs how long the first packets wait for earlier ones: a device sends its mode at once and its batch, with lower numbers
     *     in it, later
     */
    Sequencer(Sink sink, int waitMs, int settleMs) {
        this.sink = sink;
        this.waitNanos = waitMs * NANOS_PER_MS;
        this.settleNanos = settleMs * NANOS_PER_MS;
    }

    /** Unwraps a packet's number. */
    long numberOf(Packet packet, long deviceMs) {
        if (!started) {
            return packet.number();
        }
        boolean timed = newestMs != Long.MIN_VALUE && !TypeTag.isBackDated(packet.tag());
        long silence = timed ? deviceMs - newestMs : 0;
        if (silence > AMBIGUOUS_SILENCE_MS) {
            long ahead = packet.number() - expected & WRAP - 1;
            long wraps = Math.round((silence * NUMBERS_PER_MS - ahead) / WRAP);
            return expected + ahead + Math.max(0, wraps) * WRAP;
        }
        return expected + (short) (packet.number() - expected);
    }

    /** Whether this very packet came before: some firmware sends everything twice, and all send EM and RD twice. */
    boolean isCopy(long number, Packet packet) {
        int slot = slot(number);
        Packet earlier = seen[slot];
        return earlier != null
                && seenNumbers[slot] == number
                && earlier.timestamp() == packet.timestamp()
                && earlier.tag().equals(packet.tag());
    }

    /** Takes a packet that is no copy. */
    void accept(long number, Packet packet, long deviceMs, long nanos) {
        remember(number, packet, deviceMs);
        if (!started) {
            started = true;
            startedAt = nanos;
            settling = settleNanos > 0;
            expected = number;
        }
        if (settling) {
            expected = Math.min(expected, number);
        }
        boolean quietNow = saysQuiet(packet);
        if (number > expected && (quiet || quietNow)) {
            // In the low power modes numbers run on without packets.
            releaseAllHeld();
            expected = Math.max(expected, number);
        }
        quiet = quietNow;
        if (number < expected) {
            sink.late(number, packet, deviceMs);
        } else {
            excuseButtons(number, deviceMs, nanos);
            held.put(number, new Held(packet, deviceMs, nanos));
            if (!settling) {
                releaseContiguous();
            }
            if (held.size() > MOST_HELD) {
                giveUpFirstHole();
            }
        }
        emptyLines = 0;
    }

    /** An empty line in a datagram: the number before the next packet was a button's. */
    void emptyLine() {
        emptyLines++;
    }

    /** Gives up holes that have been open for too long. */
    void tick(long nanos) {
        if (settling) {
            if (nanos - startedAt < settleNanos) {
                return;
            }
            settling = false;
            releaseContiguous();
        }
        while (!held.isEmpty() && nanos - held.firstEntry().getValue().nanos() >= waitNanos) {
            giveUpFirstHole();
        }
    }

    /** At the end of a session: what waits is passed on, what is missing is lost. */
    void releaseAllHeld() {
        settling = false;
        while (!held.isEmpty()) {
            giveUpFirstHole();
        }
    }

    private void excuseButtons(long number, long deviceMs, long nanos) {
        for (int i = 1; i <= emptyLines && number - i >= expected; i++) {
            held.putIfAbsent(number - i, new Held(null, deviceMs, nanos));
        }
    }

    private void giveUpFirstHole() {
        Map.Entry<Long, Held> next = held.firstEntry();
        long last = next.getKey() - 1;
        if (last >= expected) {
            lastLost = last;
            sink.lost(expected, last, releasedMs, next.getValue().deviceMs());
        }
        expected = next.getKey();
        releaseContiguous();
    }

    private void releaseContiguous() {
        for (Held next = held.remove(expected); next != null; next = held.remove(expected)) {
            long number = expected++;
            releasedMs = next.deviceMs();
            if (next.packet() == null) {
                sink.button(number, next.deviceMs());
            } else {
                sink.inOrder(number, next.packet(), next.deviceMs(), lastLost);
            }
        }
    }

    private boolean saysQuiet(Packet packet) {
        return switch (packet.tag()) {
            case "EM" -> {
                String power = packet.valueOf("PS");
                yield power == null ? quiet : !power.equals("MN");
            }
            case "ML", "MM", "MO", "MH" -> true;
            case "MN" -> false;
            default -> quiet;
        };
    }

    private void remember(long number, Packet packet, long deviceMs) {
        int slot = slot(number);
        seenNumbers[slot] = number;
        seen[slot] = packet;
        if (!TypeTag.isBackDated(packet.tag())) {
            newestMs = Math.max(newestMs, deviceMs);
        }
    }

    private static int slot(long number) {
        return (int) (number & REMEMBERED - 1);
    }
}
