package io.pulsefeed.emotibit.importing;

import io.pulsefeed.emotibit.wire.Packet;
import io.pulsefeed.emotibit.wire.TypeTag;

/**
 * Unwraps the 16-bit packet counter of one recording to 64 bits. After a gap of more than a minute the counter alone is ambiguous, so the
 * device's time gives the number of wraps, as in a live session. Not thread-safe.
 */
final class NumberUnwrapper {

    private static final long WRAP = 1 << 16;
    private static final long AMBIGUOUS_MS = 60_000;

    /** Packet numbers per device ms of current firmware. */
    private static final double NUMBERS_PER_MS = 0.163;

    private boolean started;
    private long firstNumber;
    private long firstMs;
    private long number;
    private long newestMs;

    /** @param deviceMs the unwrapped TIMESTAMP of the packet */
    long unwrap(Packet packet, long deviceMs) {
        if (!started) {
            started = true;
            firstNumber = packet.number();
            firstMs = deviceMs;
            number = firstNumber;
            newestMs = deviceMs;
            return number;
        }
        boolean isTimed = !TypeTag.isBackDated(packet.tag());
        long silenceMs = isTimed ? deviceMs - newestMs : 0;
        if (silenceMs > AMBIGUOUS_MS) {
            long ahead = packet.number() - (number + 1) & WRAP - 1;
            long wraps = Math.round((silenceMs * numbersPerMs() - ahead) / WRAP);
            number += 1 + ahead + Math.max(0, wraps) * WRAP;
        } else {
            number += (short) (packet.number() - number);
        }
        newestMs = isTimed ? Math.max(newestMs, deviceMs) : newestMs;
        return number;
    }

    private double numbersPerMs() {
        long spanMs = newestMs - firstMs;
        return spanMs < AMBIGUOUS_MS ? NUMBERS_PER_MS : (double) (number - firstNumber) / spanMs;
    }
}
