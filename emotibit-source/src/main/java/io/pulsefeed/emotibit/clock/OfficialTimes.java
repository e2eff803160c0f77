package io.pulsefeed.emotibit.clock;

import java.util.HashMap;
import java.util.Map;

/**
 * The time model of the official EmotiBit DataParser (ofxEmotiBit, versions 1.5 to 1.12): a line through two sync exchanges, and
 * samples evenly spaced between the packets of a tag. Imported files use it, so that they agree with files parsed by the official
 * tool. Not thread-safe; each pass over a file needs a new instance.
 */
public final class OfficialTimes {

    private final OfficialLine line;
    private final Map<String, Long> previousMs = new HashMap<>();

    /** @param line the line that {@link OfficialSync} computes from the whole file */
    public OfficialTimes(OfficialLine line) {
        this.line = line;
    }

    /**
     * Device ms of the samples of the next packet of a tag: sample i of n is at {@code p + i * (t - p) / n}, where {@code p} is the
     * time of the tag's previous packet, or {@code t} for the first packet. Lost packets are not detected.
     */
    public double[] sampleDeviceMs(String typeTag, long deviceMs, int count) {
        Long known = previousMs.put(typeTag, deviceMs);
        double previous = known == null ? deviceMs : known;
        double[] times = new double[count];
        double spacing = (deviceMs - previous) / Math.max(1, count);
        for (int i = 0; i < count; i++) {
            times[i] = i == count - 1 ? deviceMs : previous + (i + 1) * spacing;
        }
        return times;
    }

    /** Wall-clock time in seconds since 1970 of a device time in ms. */
    public double epochSeconds(double deviceMs) {
        return line.epochSeconds(deviceMs);
    }
}
