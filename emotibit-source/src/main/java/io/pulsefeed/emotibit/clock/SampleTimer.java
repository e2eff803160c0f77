package io.pulsefeed.emotibit.clock;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Computes the device times of the samples of one session, per type tag. The time of a packet is that of its last sample; the others
 * are evenly spaced after the previous packet. Times of one tag never decrease. Not thread-safe.
 */
public final class SampleTimer {

    private static final int MAX_TAGS = 64;
    private static final double MAX_JITTER = 0.3;

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
        double nominalMs = NominalPeriod.ofTag(typeTag, count);
        if (nominalMs == 0 || count <= 0) {
            return new SampleTimes(deviceMs, 0, 0, false);
        }
        TagTimes times = timesOf(typeTag, nominalMs);
        return times == null ? new SampleTimes(deviceMs, 0, 0, false) : times.onPacket(deviceMs, count, lossBefore);
    }

    /**
     * Sets the sample period of a tag until its packets determine it. Does nothing after the tag's first packet, or if the nominal
     * period is right within the jitter of a few packets.
     */
    public void expectPeriod(String typeTag, double periodMs) {
        double nominalMs = NominalPeriod.ofTag(typeTag, 1);
        if (nominalMs > 0 && periodMs > 0 && Math.abs(periodMs - nominalMs) > MAX_JITTER * nominalMs) {
            timesOf(typeTag, periodMs);
        }
    }

    private @Nullable TagTimes timesOf(String typeTag, double typicalMs) {
        TagTimes times = tags.get(typeTag);
        if (times == null && tags.size() < MAX_TAGS) {
            times = new TagTimes(typicalMs, smooth);
            tags.put(typeTag, times);
        }
        return times;
    }
}
