package io.pulsefeed.emotibit.clock;

/**
 * Sample number against time as a second-order tracking loop (alpha-beta filter): the sensor samples evenly, while the time of a
 * packet carries the scheduling jitter of the device. Times never go back.
 */
public final class SampleLine {

    private static final double ALPHA = 0.05;
    private static final double BETA = ALPHA * ALPHA / (2 - ALPHA);
    /** Beyond this many periods a deviation is no jitter. */
    private static final double LOST_TRACK_PERIODS = 6;

    private double lastMs;
    private double periodMs;
    private double packetPeriodMs;
    private int packets;
    private long samples;

    /**
     * The smoothed time of a packet's last sample.
     *
     * @param breakBefore whether samples are missing before this packet, so that counting on makes no sense
     * @param typicalMs period to start from, and to fall back on when track is lost
     */
    public double onPacket(double deviceMs, int count, boolean breakBefore, double typicalMs) {
        double error = deviceMs - (lastMs + count * periodMs);
        if (packets == 0 || breakBefore || Math.abs(error) > LOST_TRACK_PERIODS * Math.max(periodMs, typicalMs / 2)) {
            return restart(deviceMs, count, typicalMs);
        }
        packets++;
        samples += count;
        // The gains of a least-squares line through all packets so far, until they reach those of a window that moves
        // on.
        double n = packets;
        double alpha = Math.max(ALPHA, 2 * (2 * n - 1) / (n * (n + 1)));
        double beta = Math.max(BETA, 6 / (n * (n + 1)));
        double predicted = lastMs + count * periodMs;
        periodMs += beta * error * (packets - 1) / samples;
        double now = Math.max(lastMs, predicted + alpha * error);
        packetPeriodMs = (now - lastMs) / count;
        lastMs = now;
        return now;
    }

    /** The period to spread the last packet with: it ends where the packet before ended. */
    public double packetPeriodMs() {
        return packetPeriodMs;
    }

    private double restart(double deviceMs, int count, double typicalMs) {
        boolean first = packets == 0;
        double now = first ? deviceMs : Math.max(lastMs, deviceMs);
        periodMs = typicalMs;
        packetPeriodMs = first ? periodMs : Math.min(periodMs, (now - lastMs) / count);
        lastMs = now;
        packets = 1;
        samples = 0;
        return now;
    }
}
