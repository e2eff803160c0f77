package io.pulsefeed.emotibit.session;

import io.pulsefeed.emotibit.wire.MillisUnwrapper;
import io.pulsefeed.emotibit.wire.Packet;
import io.pulsefeed.emotibit.wire.TypeTag;

/**
 * Checks whether TIMESTAMP and PACKET# of a packet are possible after the packets before it: a device clock advances with the host's
 * monotonic clock, and a packet cannot arrive before it is sent.
 *
 * <pre>
 *   PACKET# after the newest    TIMESTAMP up to 1 s behind the newest, at most what can have passed; numbers at most 1 per ms
 *   PACKET# of the newest, or   TIMESTAMP up to 0.5 s after the newest, at most 15 s behind it; numbers at most 1 per ms
 *   before it
 *   back-dated tag              TIMESTAMP up to 60 s behind the newest
 * </pre>
 */
final class Continuity {

    /** Back-dated packets (BI, SA) are at most this old. */
    private static final long MAX_BACK_DATED_MS = 60_000;
    /** The TIMESTAMP of a packet is that of its last sample: in recordings, up to 183 ms before that of an earlier packet. */
    private static final long MAX_DISORDER_MS = 1_000;

    private static final long MAX_EARLY_MS = 500;
    /** A device ends its session after 10 s without contact, so nothing is delayed for longer. */
    private static final long MAX_LATE_MS = 15_000;
    /** How much faster than all packets of the last seconds a packet can be delivered. */
    private static final long MAX_DELAY_DROP_MS = 500;
    /** Device clocks are off by up to 3.2 %. */
    private static final double MAX_SKEW = 0.05;

    private static final int MAX_BURST_NUMBERS = 512;
    /** A device sends 60 to 170 packets per second. */
    private static final double MAX_NUMBERS_PER_MS = 1;
    /** Packet numbers can repeat after this time. */
    private static final long AMBIGUOUS_MS = 60_000;

    private static final int LEADS = 8;
    private static final long LEAD_INTERVAL_MS = 1_000;
    private static final double NS_PER_MS = 1e6;

    private final MillisUnwrapper millis = new MillisUnwrapper();
    /** Per second, the largest difference between TIMESTAMP and arrival, and when that packet arrived. */
    private final double[] leadMs = new double[LEADS];

    private final double[] leadAtMs = new double[LEADS];
    private int leads;
    private int lastLead;
    private long newestMs;
    private int newestNumber;
    private long lastArrivalMonoNs;

    /** Starts with a packet that need not be right. */
    Continuity(Packet first, long monoNs) {
        newestMs = millis.unwrap(first.timestamp());
        newestNumber = first.number();
        lastArrivalMonoNs = monoNs;
        addLead(monoNs);
    }

    boolean isPossible(Packet packet, long monoNs) {
        long behindMs = millis.behind(packet.timestamp());
        if (TypeTag.isBackDated(packet.tag())) {
            return behindMs <= MAX_BACK_DATED_MS && isTimePossible(-behindMs, monoNs);
        }
        int ahead = ahead(packet);
        double elapsedMs = Math.max(-behindMs, (monoNs - lastArrivalMonoNs) / NS_PER_MS);
        if (-behindMs > AMBIGUOUS_MS) {
            return isTimePossible(-behindMs, monoNs);
        }
        if (ahead > 0) {
            return behindMs <= MAX_DISORDER_MS
                    && ahead <= MAX_BURST_NUMBERS + MAX_NUMBERS_PER_MS * Math.max(0, elapsedMs)
                    && isTimePossible(-behindMs, monoNs);
        }
        return -behindMs <= MAX_EARLY_MS
                && behindMs <= MAX_LATE_MS
                && -ahead <= MAX_BURST_NUMBERS + MAX_NUMBERS_PER_MS * Math.max(0, behindMs)
                && isTimePossible(-behindMs, monoNs);
    }

    /** How far the packet's number is after the newest one; negative if it is before it. */
    int ahead(Packet packet) {
        return (short) (packet.number() - newestNumber);
    }

    /** How far the packet's time is after the newest one, in ms; negative if it is before it. */
    long aheadMs(Packet packet) {
        return -millis.behind(packet.timestamp());
    }

    /** Takes a possible packet as evidence for the next ones. */
    void add(Packet packet, long monoNs) {
        if (TypeTag.isBackDated(packet.tag())) {
            return;
        }
        if (ahead(packet) > 0 || aheadMs(packet) > AMBIGUOUS_MS) {
            newestNumber = packet.number();
        }
        long deviceMs = millis.unwrap(packet.timestamp());
        if (deviceMs >= newestMs) {
            newestMs = deviceMs;
            addLead(monoNs);
        }
        lastArrivalMonoNs = monoNs;
    }

    long lastArrivalMonoNs() {
        return lastArrivalMonoNs;
    }

    private boolean isTimePossible(long aheadMs, long monoNs) {
        double atMs = monoNs / NS_PER_MS;
        double latestMs = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < leads; i++) {
            latestMs = Math.max(latestMs, leadMs[i] + MAX_SKEW * (atMs - leadAtMs[i]));
        }
        return newestMs + aheadMs <= latestMs + atMs + MAX_DELAY_DROP_MS;
    }

    private void addLead(long monoNs) {
        double atMs = monoNs / NS_PER_MS;
        double lead = newestMs - atMs;
        if (leads > 0 && atMs - leadAtMs[lastLead] < LEAD_INTERVAL_MS) {
            leadMs[lastLead] = Math.max(leadMs[lastLead], lead);
            return;
        }
        lastLead = leads == 0 ? 0 : (lastLead + 1) % LEADS;
        leads = Math.min(LEADS, leads + 1);
        leadMs[lastLead] = lead;
        leadAtMs[lastLead] = atMs;
    }
}
