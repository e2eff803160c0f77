package io.pulsefeed.emotibit.signal;

/** The published reason why a window has no heart rate. */
final class AbsenceReason {

    private static final double MIN_USABLE_SHARE = 0.5;
    private static final double MOVING_G = 0.08;

    private AbsenceReason() {}

    static String of(PulseAnalysis pulse, Motion motion, double from, double to) {
        if (motion.activity(from, to) > MOVING_G) {
            return "movement";
        }
        if (pulse.usableSeconds(from, to) < MIN_USABLE_SHARE * (to - from)) {
            return "signal clipped, lost or jumping";
        }
        return "no regular pulse in the signal";
    }
}
