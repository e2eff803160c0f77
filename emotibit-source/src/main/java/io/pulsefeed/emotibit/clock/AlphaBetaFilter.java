package io.pulsefeed.emotibit.clock;

/**
 * Tracks sample times with an alpha-beta filter (a second-order tracking loop): the sensor samples at a constant rate, but packet
 * times have the scheduling jitter of the device. The filtered times never decrease.
 */
public final class AlphaBetaFilter {

    private static final double ALPHA = 0.05;
    private static final double BETA = ALPHA * ALPHA / (2 - ALPHA);
    /** A deviation of more periods than this is not jitter. */
    private static final double MAX_JITTER_PERIODS = 6;

    private double lastMs;
    private double periodMs;
    private double packetPeriodMs;
    private int packets;
    private long samples;

    /**
     * Filters the time of a packet's last sample.
     *
     * @param breakBefore whether samples are missing before this packet, so that the sample count is wrong
     * @param typicalMs initial period, also used when the filter restarts
     */
    public double onPacket(double deviceMs, int count, boolean breakBefore, double typicalMs) {
        double error = deviceMs - (lastMs + count * periodMs);
        if (packets == 0 || breakBefore || Math.abs(error) > MAX_JITTER_PERIODS * Math.max(periodMs, typicalMs / 2)) {
            return restart(deviceMs, count, typicalMs);
        }
        packets++;
        samples += count;
        // Start with the gains of a least-squares line through all packets, until they reach the constant gains.
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

    /** The sample period of the last packet, which starts where the previous packet ended. */
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
