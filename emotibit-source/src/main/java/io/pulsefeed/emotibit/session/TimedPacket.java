package io.pulsefeed.emotibit.session;

import io.pulsefeed.emotibit.wire.Flag;
import io.pulsefeed.emotibit.wire.Values;

/**
 * A packet with its sequence number and its wall-clock time.
 *
 * @param number packet number, unwrapped over the session; malformed and implausible packets count down from -1
 * @param deviceMs TIMESTAMP, unwrapped over the session
 * @param epochUs wall-clock time of the last sample, microseconds since 1970
 * @param periodMs wall-clock time between samples; 0 for events and single values
 * @param source basis of the time: {@code rx}, {@code sync}, {@code holdover}; {@code official} or {@code none} for imported files
 * @param uncertaintyMs uncertainty of {@code epochUs}; NaN if unknown
 * @param reliability RELIABILITY as sent; 0 for malformed lines
 * @param text exact text
 * @param recvEpochUs receive time, microseconds since 1970; 0 if unknown
 */
public record TimedPacket(
        String deviceId,
        String sessionId,
        String tag,
        long number,
        long deviceMs,
        long epochUs,
        double periodMs,
        String source,
        double uncertaintyMs,
        int reliability,
        int payloadStart,
        Values values,
        String text,
        long recvEpochUs)
        implements SessionOutput {

    /** The tag of malformed lines. */
    public static final String NO_TAG = "??";

    public boolean isMalformed() {
        return number < 0 && NO_TAG.equals(tag);
    }

    /** Whether number and device time are those of the session's sequence, so that later packets can be compared with them. */
    public boolean isPlaced() {
        return isPlaced(values.flags());
    }

    /** Whether a packet with these flags is placed. */
    public static boolean isPlaced(int flags) {
        return !Flag.MALFORMED.in(flags) && !Flag.IMPLAUSIBLE.in(flags);
    }

    @Override
    public void deliverTo(SessionListener listener) {
        listener.onPacket(this);
    }
}
