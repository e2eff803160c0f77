package io.pulsefeed.emotibit.clock;

import java.util.HashMap;
import java.util.Map;

/**
 * Spreads the samples of a packet over device time, per type tag of one device session. A packet carries one time, that of its last
 * sample; the others lie between it and the packet before. Times of one tag never go back. Not thread-safe.
 */
public final class SampleTimer {

    private static final int MOST_TAGS = 64;

    private final boolean smooth;
    private final Map<String, TagTimes> tags = new HashMap<>();

    /** @param smooth whether to fit sample numbers against time, which removes the 4 to 11 ms of scheduling jitter of a packet's time */
    public SampleTimer(boolean smooth) {
        this.smooth = smooth;
    }

    /**
     * The times of one packet's samples.
     *
     * @param typeTag the packet's tag
     * @param deviceMs its TIMESTAMP, unwrapped
     * @param count number of samples
     * @param lossBefore whether packets are known to be missing since the last packet of this tag
     */
    public SampleTimes onPacket(String typeTag, long deviceMs, int count, boolean lossBefore) {
        double nominalMs = NominalPeriod.ofTag(typeTag);
        if (nominalMs == 0 || count <= 0) {
            return new SampleTimes(deviceMs, 0, 0, false);
        }
        TagTimes times = tags.get(typeTag);
        if (times == null) {
            if (tags.size() >= MOST_TAGS) {
                return new SampleTimes(deviceMs, 0, 0, false);
            }
            times = new TagTimes(nominalMs, smooth);
            tags.put(typeTag, times);
        }
        return times.onPacket(deviceMs, count, lossBefore);
    }
}
