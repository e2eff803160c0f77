package io.pulsefeed.emotibit.signal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The metrics of one device session, computed from its samples as they arrive. Not thread-safe. */
public final class BodySignals {

    private static final double LOOK_AHEAD_SECONDS = 0.8;
    private static final double LONGEST_WAIT_SECONDS = 1.4;
    private static final double SPARE_SECONDS = 8;
    private static final int MOST_SAMPLES = 16_384;
    private static final int MOST_WINDOWS = 512;

    private final SignalSettings settings;
    private final Map<String, Trace> traces = new HashMap<>();
    private final Motion motion;
    private final HeartMetrics heart;
    private final Deque<MetricWindow> ready = new ArrayDeque<>();
    private long originMicros = Long.MIN_VALUE;
    private double nextEnd;

    public BodySignals(SignalSettings settings) {
        this.settings = settings;
        this.motion = new Motion(trace("AX"), trace("AY"), trace("AZ"));
        this.heart = new HeartMetrics(settings, traces, motion);
    }

    private Trace trace(String tag) {
        return traces.computeIfAbsent(
                tag, t -> new Trace(settings.longWindowMs() / 1000.0 + SPARE_SECONDS, MOST_SAMPLES));
    }

    public void onSamples(String typeTag, double[] values, int count, long lastEpochMicros, double periodMs) {
        if (originMicros == Long.MIN_VALUE) {
            originMicros = lastEpochMicros - Math.round((count - 1) * periodMs * 1000);
            nextEnd = settings.hopMs() / 1000.0;
        }
        double at = (lastEpochMicros - originMicros) / 1e6;
        finishUntil(at - LONGEST_WAIT_SECONDS);
        if (typeTag.startsWith("P") || typeTag.startsWith("A")) {
            trace(typeTag).add(values, count, at, periodMs / 1000);
        }
    }

    public List<MetricWindow> drain(long nowEpochMicros) {
        if (originMicros != Long.MIN_VALUE) {
            finishUntil((nowEpochMicros - originMicros) / 1e6 - LONGEST_WAIT_SECONDS);
        }
        List<MetricWindow> drained = new ArrayList<>(ready);
        ready.clear();
        return drained;
    }

    private void finishUntil(double seconds) {
        while (nextEnd <= seconds) {
            WindowDraft draft = new WindowDraft();
            heart.addTo(draft, nextEnd, nextEnd >= settings.longWindowMs() / 1000.0);
            ready.add(draft.at(originMicros + Math.round(nextEnd * 1e6)));
            if (ready.size() > MOST_WINDOWS) {
                ready.poll();
            }
            nextEnd += settings.hopMs() / 1000.0;
        }
    }
}
