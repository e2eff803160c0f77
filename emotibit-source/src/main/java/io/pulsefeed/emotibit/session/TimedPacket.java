package io.pulsefeed.emotibit.session;

import io.pulsefeed.emotibit.wire.Values;

/**
 * A packet with its place in order and time.
 *
 * @param number packet number, unwrapped over the session; negative and counting down for malformed lines
 * @param deviceMs TIMESTAMP, unwrapped over the session
 * @param epochMicros wall time of the last sample
 * @param periodMs wall time between samples; 0 for events and single facts
 * @param source what the time rests on: {@code rx}, {@code sync}, {@code holdover}; {@code official} or {@code none} for imported files
 * @param uncertaintyMs of {@code epochMicros}; NaN when unknown
 * @param reliability as sent; 0 for malformed lines
 * @param text exact text
 */
public record TimedPacket(
        String deviceId,
        String sessionId,
        String tag,
        long number,
        long deviceMs,
        long epochMicros,
        double periodMs,
        String source,
        double uncertaintyMs,
        int reliability,
        int payloadStart,
        Values values,
        String text) {

    /** The tag of lines that have none that can be read. */
    public static final String NO_TAG = "??";

    public boolean isMalformed() {
        return number < 0 && NO_TAG.equals(tag);
    }
}
