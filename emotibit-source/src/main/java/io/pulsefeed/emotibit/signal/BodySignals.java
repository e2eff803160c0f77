package io.pulsefeed.emotibit.signal;

import io.pulsefeed.emotibit.config.MetricConfig;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The metrics of one device session, computed from its samples as they arrive. Windows begin with the session and end every
 * {@link MetricConfig#hopMs}; one is handed out 0.8 to 1.4 s after its end, because filters look that far ahead. Memory is bounded
 * whatever arrives. Not thread-safe.
 *
 * <p>Metrics and units: over the long window {@code sdnn}, {@code rmssd} (ms), {@code pnn50} (%), {@code bpm_long} and
 * {@code breathingrate} (1/min); over the short one {@code bpm} (1/min), {@code ibi} (ms), {@code eda_tonic_mean},
 * {@code eda_phasic_mean}, {@code scr_amplitude_mean} (microsiemens), {@code scr_count}, {@code skt}, {@code temp} (deg C),
 * {@code hum} (%), {@code acceleration}, {@code acceleration_sd} (g), {@code battery} (%), {@code wearing_status_numeric} (0 or 1).
 * Qualities: {@code bpm}, {@code variability}.
 */
public final class BodySignals {

    private static final Set<String> TAGS =
            Set.of("PI", "PG", "PR", "EA", "AX", "AY", "AZ", "T0", "T1", "TH", "H0", "B%");
    /** Tags of which a window waits for the samples; the others come seconds apart. */
    private static final List<String> STEADY_TAGS = List.of("PI", "PG", "PR", "EA", "AX", "AY", "AZ");

    private static final double LOOK_AHEAD_SECONDS = 0.8;
    private static final double LONGEST_WAIT_SECONDS = 1.4;
    private static final double SPARE_SECONDS = 8;
    private static final double CLOCK_STEP_SECONDS = 10;
    private static final int MOST_SAMPLES = 16_384;
    private static final int MOST_PENDING = 512;

    private final MetricConfig settings;
    private final Map<String, Trace> traces = new HashMap<>();
    private final Motion motion;
    private final HeartMetrics heart;
    private final LevelMetrics levels;
    private final Deque<MetricWindow> ready = new ArrayDeque<>();
    private final Deque<BodyEvent> events = new ArrayDeque<>();
    private long originMicros;
    private double latest;
    private double gridStart;
    private double nextEnd;
    private double nextSecond;
    private boolean started;

    public BodySignals(MetricConfig settings) {
        this.settings = settings;
        this.motion = new Motion(trace("AX"), trace("AY"), trace("AZ"));
        this.heart = new HeartMetrics(settings, traces, motion);
        this.levels = new LevelMetrics(settings, traces, motion, trace("EA"));
    }

    /**
     * Takes the samples of one packet. Tags that no metric uses are ignored.
     *
     * @param values samples; NaN is a missing one
     * @param count how many of them are used
     * @param lastEpochMicros time of the last sample
     * @param periodMs time between samples; 0 when unknown
     */
    public void onSamples(String typeTag, double[] values, int count, long lastEpochMicros, double periodMs) {
        if (count <= 0 || !TAGS.contains(typeTag)) {
            return;
        }
        double at = (lastEpochMicros - originMicros) / 1e6;
        if (!started || Math.abs(at - latest) > settings.longWindowMs() / 1000.0 + CLOCK_STEP_SECONDS) {
            restart(lastEpochMicros - Math.round((count - 1) * periodMs * 1000));
            at = (lastEpochMicros - originMicros) / 1e6;
        }
        latest = Math.max(latest, at);
        if (Double.isNaN(gridStart) && latest >= 1) {
            alignWindows();
        }
        finishUntil(at - LONGEST_WAIT_SECONDS);
        trace(typeTag).add(values, count, at, periodMs / 1000);
        if (at >= nextEnd + LOOK_AHEAD_SECONDS && reach() >= nextEnd + LOOK_AHEAD_SECONDS) {
            finishUntil(nextEnd);
        }
    }

    /** The windows that ended and are complete, or as complete as they will be at {@code nowEpochMicros}; each once. */
    public List<MetricWindow> drain(long nowEpochMicros) {
        if (started) {
            // Without samples there is nothing to say: windows of silence are not computed.
            double now = (nowEpochMicros - originMicros) / 1e6 - LONGEST_WAIT_SECONDS;
            finishUntil(Math.min(now, latest + settings.hopMs() / 1000.0));
        }
        if (ready.isEmpty()) {
            return List.of();
        }
        List<MetricWindow> drained = new ArrayList<>(ready);
        ready.clear();
        return drained;
    }

    /** Skin conductance responses and changes of contact found since the last call. */
    public List<BodyEvent> drainEvents() {
        if (events.isEmpty()) {
            return List.of();
        }
        List<BodyEvent> drained = new ArrayList<>(events);
        events.clear();
        return drained;
    }

    private Trace trace(String tag) {
        double span = tag.equals("EA") ? SkinConductance.HISTORY_SECONDS : settings.longWindowMs() / 1000.0;
        return traces.computeIfAbsent(tag, t -> new Trace(span + SPARE_SECONDS, MOST_SAMPLES));
    }

    private void restart(long micros) {
        traces.values().forEach(Trace::clear);
        originMicros = micros;
        latest = 0;
        gridStart = Double.NaN;
        nextEnd = settings.hopMs() / 1000.0;
        nextSecond = 1;
        levels.restart();
        started = true;
    }

    /** Windows begin with the first sample, whose time is known once the sampling rate is. */
    private void alignWindows() {
        gridStart = latest;
        for (Trace trace : traces.values()) {
            gridStart = trace.size() > 0 ? Math.min(gridStart, trace.timeAt(0)) : gridStart;
        }
        nextEnd = gridStart + settings.hopMs() / 1000.0;
    }

    /** How far the slowest of the tags that are being received has come. */
    private double reach() {
        double reach = latest;
        for (String tag : STEADY_TAGS) {
            Trace trace = traces.get(tag);
            if (trace != null && trace.size() > 0 && latest - trace.lastTime() < LONGEST_WAIT_SECONDS) {
                reach = Math.min(reach, trace.lastTime());
            }
        }
        return reach;
    }

    private void finishUntil(double seconds) {
        while (nextEnd <= seconds) {
            wearUntil(nextEnd);
            WindowDraft draft = new WindowDraft();
            boolean full = nextEnd - gridStart > settings.longWindowMs() / 1000.0 - 0.5;
            heart.addTo(draft, nextEnd, full);
            levels.pulse(heart.channel(), heart.shortQuality(), nextEnd);
            for (SkinConductance.Response response : levels.addTo(draft, nextEnd)) {
                emit(new BodyEvent(
                        "scr",
                        micros(response.peak()),
                        Map.of(
                                "amplitude_us",
                                response.amplitude(),
                                "rise_time_s",
                                response.peak() - response.onset())));
            }
            if (ready.size() >= MOST_PENDING) {
                ready.poll();
            }
            if (!draft.isEmpty()) {
                ready.add(draft.at(micros(nextEnd)));
            }
            nextEnd += settings.hopMs() / 1000.0;
        }
        wearUntil(Math.min(seconds, latest));
    }

    private void wearUntil(double seconds) {
        for (; nextSecond <= seconds; nextSecond++) {
            Boolean change = levels.wearing(heart.channel(), nextSecond);
            if (change != null) {
                emit(new BodyEvent("contact", micros(nextSecond), Map.of("wearing", change ? 1.0 : 0.0)));
            }
        }
    }

    private void emit(BodyEvent event) {
        if (events.size() >= MOST_PENDING) {
            events.poll();
        }
        events.add(event);
    }

    private long micros(double seconds) {
        return originMicros + Math.round(seconds * 1e6);
    }
}
