package io.pulsefeed.emotibit.clock;

import java.util.HashMap;
import java.util.Map;

/**
 * Computes the device times of the samples of one session, per type tag. The time of a packet is that of its last sample; the others
 * are evenly spaced after the previous packet. Times of one tag never decrease. Not thread-safe.
 */
public final class SampleTimer {

    private static final int MAX_TAGS = 64;

    private final boolean smooth;
    private final Map<String, TagTimes> tags = new HashMap<>();

    /** @param smooth whether to filter packet times, which removes 4 to 11 ms of scheduling jitter */
    public SampleTimer(boolean smooth) {
        this.smooth = smooth;
    }

    /**
     * Computes the sample times of the next packet.
     *
     * @param typeTag the packet's tag
     * @param deviceMs the packet's TIMESTAMP, unwrapped
     * @param count number of samples
     * @param lossBefore whether packets were lost since the last packet of this tag
     */
    public SampleTimes onPacket(String typeTag, long deviceMs, int count, boolean lossBefore) {
        double nominalMs = NominalPeriod.ofTag(typeTag);
        if (nominalMs == 0 || count <= 0) {
            return new SampleTimes(deviceMs, 0, 0, false);
        }
        TagTimes times = tags.get(typeTag);
        if (times == null) {
            if (tags.size() >= MAX_TAGS) {
                return new SampleTimes(deviceMs, 0, 0, false);
            }
            times = new TagTimes(nominalMs, smooth);
            tags.put(typeTag, times);
        }
        return times.onPacket(deviceMs, count, lossBefore);
    }
}
