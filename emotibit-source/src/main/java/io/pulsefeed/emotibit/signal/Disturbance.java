package io.pulsefeed.emotibit.signal;

/** Why a pulse window is not good enough, in words a user can act on. */
final class Disturbance {

    private static final double MOSTLY = 0.5;
    private static final double MOVING_G = 0.08;

    private Disturbance() {}

    static String of(PulseAnalysis pulse, Motion motion, double from, double to) {
        if (motion.activity(from, to) > MOVING_G) {
            return "movement";
        }
        if (pulse.usableSeconds(from, to) < MOSTLY * (to - from)) {
            return "signal clipped, lost or jumping";
        }
        return "no regular pulse in the signal";
    }
}
