package io.pulsefeed.emotibit.signal;

import java.util.ArrayList;
import java.util.List;

/** The metrics of one device session, computed from its samples as they arrive. Not thread-safe. */
public final class BodySignals {

    private final SignalSettings settings;

    public BodySignals(SignalSettings settings) {
        this.settings = settings;
    }

    /**
     * Takes the samples of one packet.
     *
     * @param values samples; NaN is a missing one
     * @param count how many of them are used
     * @param lastEpochMicros time of the last sample
     * @param periodMs time between samples
     */
    public void onSamples(String typeTag, double[] values, int count, long lastEpochMicros, double periodMs) {}

    /** The windows that ended, with their signals complete, up to now; each is handed out once. */
    public List<MetricWindow> drain(long nowEpochMicros) {
        return settings == null ? List.of() : new ArrayList<>();
    }
}
