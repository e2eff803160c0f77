package io.pulsefeed.emotibit.importing;

/** Device milliseconds without their wrap at 2^32 (49.7 days). */
final class Unwrapper {

    private long last = -1;

    long unwrap(long timestamp) {
        if (last < 0) {
            last = timestamp;
        } else {
            last += (int) (timestamp - last);
        }
        return last;
    }
}
