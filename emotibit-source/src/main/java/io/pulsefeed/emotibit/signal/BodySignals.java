package io.pulsefeed.emotibit.signal;

import io.pulsefeed.emotibit.config.MetricConfig;
import io.pulsefeed.emotibit.signal.Intervals.Interval;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Computes the metrics of one device session from its samples, in the order of the packets. Windows start with the session and end
 * every {@link MetricConfig#hopMs}. The result depends only on the packets and their times, not on the clock of the host, so a live
 * session, a replay and a backfill of the same packets give the same windows. Memory is bounded for any input. Not thread-safe.
 *
 * <pre>
 *   packets    ... PI EA AX ... | end of a window      | end + 0.8 s: every steady tag has arrived, the window is computed
 *                                                      | end + 1.4 s: a tag is missing, the window is computed without it
 *   samples used  [end - long window - 5 s ............ end + 0.8 s)
 * </pre>
 *
 * <p>Metrics and units: over the long window {@code sdnn}, {@code rmssd} (ms), {@code pnn50} (%), {@code bpm_long} and
 * {@code breathingrate} (1/min); over the short one {@code bpm} (1/min), {@code ibi} (ms), {@code eda_tonic_mean},
 * {@code eda_phasic_mean}, {@code scr_amplitude_mean} (microsiemens), {@code scr_count}, {@code skt}, {@code temp} (deg C),
 * {@code hum}, {@code oxygen} (%), {@code acceleration}, {@code acceleration_sd} (g), {@code battery} (%),
 * {@code wearing_status_numeric} (0 or 1). {@link DocumentedMetrics} lists the names that every window has.
 */
public final class BodySignals {

    private static final Set<String> TAGS =
            Set.of("PI", "PG", "PR", "EA", "AX", "AY", "AZ", "T0", "TH", "H0", "O2", "B%");
    /** A window waits for the samples of these tags; samples of the other tags are seconds apart. */
    private static final List<String> STEADY_TAGS = List.of("PI", "PG", "PR", "EA", "AX", "AY", "AZ");

    /** The filters need the signal after the end of a window. */
    static final double LOOK_AHEAD_SECONDS = 0.8;

    private static final long NO_GRID = Long.MIN_VALUE;
    private static final double MAX_WAIT_SECONDS = 1.4;
    private static final double SPARE_SECONDS = 8;
    private static final double CLOCK_STEP_SECONDS = 10;
    private static final int MAX_SAMPLES = 16_384;

    private final MetricConfig config;
    private final long gridEpochUs;
    private final Map<String, Trace> traces = new HashMap<>();
    private final Motion motion;
    private final HeartMetrics heart;
    private final SensorMetrics sensors;
    private final List<BodyOutput> ready = new ArrayList<>();
    private long originUs;
    private double latest;
    private double gridStart;
    private double nextEnd;
    private double nextSecond;
    private boolean started;

    public BodySignals(MetricConfig config) {
        this(config, NO_GRID);
    }

    /** @param gridEpochUs the end of any window; all windows end whole hops before or after it */
    public BodySignals(MetricConfig config, long gridEpochUs) {
        this.config = config;
        this.gridEpochUs = gridEpochUs;
        this.motion = new Motion(trace("AX"), trace("AY"), trace("AZ"));
        this.heart = new HeartMetrics(config, traces, motion);
        this.sensors = new SensorMetrics(config, traces, motion, trace("EA"));
    }

    /**
     * Adds the samples of one packet. Ignores tags that no metric uses.
     *
     * @param values samples; NaN if missing
     * @param count number of samples in {@code values}
     * @param lastEpochUs time of the last sample, microseconds since 1970
     * @param periodMs time between samples; 0 if unknown
     */
    public void onSamples(String typeTag, double[] values, int count, long lastEpochUs, double periodMs) {
        if (count <= 0 || !TAGS.contains(typeTag)) {
            return;
        }
        double at = (lastEpochUs - originUs) / 1e6;
        if (!started || isClockStep(at)) {
            restart(lastEpochUs - Math.round((count - 1) * periodMs * 1000));
            at = (lastEpochUs - originUs) / 1e6;
        }
        latest = Math.max(latest, at);
        if (Double.isNaN(gridStart) && latest >= 1) {
            alignWindows();
        }
        finishWindows(at - MAX_WAIT_SECONDS);
        double[] measured = SensorRange.within(typeTag, values, count);
        if (measured != values) {
            sensors.onOutOfRange(typeTag, at);
        }
        trace(typeTag).add(measured, count, at, periodMs / 1000);
        if (at >= nextEnd + LOOK_AHEAD_SECONDS && completeUntil() >= nextEnd + LOOK_AHEAD_SECONDS) {
            finishWindows(nextEnd);
        }
    }

    /** Takes the time of a packet without samples: windows that still lack samples before it are computed without them. */
    public void onTime(long epochUs) {
        double at = (epochUs - originUs) / 1e6;
        if (started && !isClockStep(at)) {
            finishWindows(at - MAX_WAIT_SECONDS);
        }
    }

    /** Computes the remaining windows, the last one if at least half of it has passed. Call it at the end of the session. */
    public void finish() {
        if (started) {
            finishWindows(latest + config.shortWindowMs() / 2000.0);
        }
    }

    /** Returns the windows and events since the last call, in order. */
    public List<BodyOutput> drain() {
        if (ready.isEmpty()) {
            return List.of();
        }
        List<BodyOutput> drained = List.copyOf(ready);
        ready.clear();
        return drained;
    }

    private boolean isClockStep(double at) {
        return Math.abs(at - latest) > config.longWindowMs() / 1000.0 + CLOCK_STEP_SECONDS;
    }

    private Trace trace(String tag) {
        double span = tag.equals("EA") ? SkinConductance.HISTORY_SECONDS : config.longWindowMs() / 1000.0;
        return traces.computeIfAbsent(tag, t -> new Trace(span + SPARE_SECONDS, MAX_SAMPLES));
    }

    private void restart(long epochUs) {
        traces.values().forEach(Trace::clear);
        originUs = epochUs;
        latest = 0;
        gridStart = Double.NaN;
        nextEnd = config.hopMs() / 1000.0;
        nextSecond = 1;
        heart.restart();
        sensors.restart();
        started = true;
    }

    /** Windows start with the first sample. Its time is known only after the sampling rate is. */
    private void alignWindows() {
        gridStart = latest;
        for (Trace trace : traces.values()) {
            gridStart = trace.size() > 0 ? Math.min(gridStart, trace.timeAt(0)) : gridStart;
        }
        double hop = config.hopMs() / 1000.0;
        if (gridEpochUs != NO_GRID) {
            double grid = (gridEpochUs - originUs) / 1e6;
            // A few ms before the grid still belong to the window after it: times of the same packet differ by as much.
            gridStart = grid + hop * Math.floor((gridStart - grid) / hop + 0.01);
        }
        nextEnd = gridStart + hop;
        nextSecond = gridStart + 1;
    }

    /** The time up to which the samples of all received tags are present. */
    private double completeUntil() {
        double complete = latest;
        for (String tag : STEADY_TAGS) {
            Trace trace = traces.get(tag);
            if (trace != null && trace.size() > 0 && latest - trace.lastTime() < MAX_WAIT_SECONDS) {
                complete = Math.min(complete, trace.lastTime());
            }
        }
        return complete;
    }

    private void finishWindows(double seconds) {
        while (nextEnd <= seconds) {
            updateWearing(nextEnd);
            if (hasSamples(nextEnd - config.shortWindowMs() / 1000.0, nextEnd)) {
                addWindow(nextEnd);
            }
            nextEnd += config.hopMs() / 1000.0;
        }
        updateWearing(Math.min(seconds, latest));
    }

    private boolean hasSamples(double from, double to) {
        for (Trace trace : traces.values()) {
            if (trace.indexAt(to) > trace.indexAt(from)) {
                return true;
            }
        }
        return false;
    }

    private void addWindow(double end) {
        MetricWindowBuilder builder = new MetricWindowBuilder();
        boolean full = end - gridStart > config.longWindowMs() / 1000.0 - 0.5;
        heart.addTo(builder, end, full);
        sensors.onPulseQuality(heart.channel(), heart.shortQuality(), end);
        List<SkinConductance.Response> responses = sensors.addTo(builder, end);
        ready.add(builder.build(epochUs(end)));
        if (config.beats()) {
            heart.newIntervals(end).forEach(interval -> ready.add(beat(interval)));
        }
        for (SkinConductance.Response response : responses) {
            ready.add(new BodyEvent(
                    BodyEvent.Type.SKIN_RESPONSE,
                    epochUs(response.peak()),
                    Map.of(
                            BodyEvent.AMPLITUDE_MICROSIEMENS,
                            response.amplitude(),
                            BodyEvent.RISE_TIME_SECONDS,
                            response.peak() - response.onset())));
        }
    }

    private BodyEvent beat(Interval interval) {
        double uncertainty =
                Math.hypot(interval.from().timingMs(), interval.to().timingMs());
        Map<String, Double> values = new HashMap<>();
        values.put(BodyEvent.INTERVAL_MS, Math.rint(interval.ms() * 100) / 100);
        values.put(
                BodyEvent.QUALITY,
                Math.rint(1000
                                * Math.max(
                                        0,
                                        Math.min(
                                                interval.from().correlation(),
                                                interval.to().correlation())))
                        / 1000);
        values.put(BodyEvent.NORMAL, interval.accepted() ? 1.0 : 0.0);
        if (Double.isFinite(uncertainty)) {
            values.put(BodyEvent.UNCERTAINTY_MS, Math.rint(uncertainty * 100) / 100);
        }
        return new BodyEvent(BodyEvent.Type.BEAT, epochUs(interval.toSeconds()), values);
    }

    private void updateWearing(double seconds) {
        for (; nextSecond <= seconds; nextSecond++) {
            Boolean change = sensors.wearingChange(heart.channel(), nextSecond);
            if (change != null) {
                ready.add(new BodyEvent(
                        BodyEvent.Type.CONTACT, epochUs(nextSecond), Map.of(BodyEvent.WEARING, change ? 1.0 : 0.0)));
            }
        }
    }

    private long epochUs(double seconds) {
        return originUs + Math.round(seconds * 1e6);
    }
}
