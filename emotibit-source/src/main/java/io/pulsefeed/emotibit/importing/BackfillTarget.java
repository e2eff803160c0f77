package io.pulsefeed.emotibit.importing;

import io.pulsefeed.emotibit.config.MetricConfig;
import io.pulsefeed.emotibit.session.DeviceEvent;
import io.pulsefeed.emotibit.session.SampleChecks;
import io.pulsefeed.emotibit.session.TimedPacket;
import io.pulsefeed.emotibit.signal.BodyOutput;
import io.pulsefeed.emotibit.signal.BodySignals;
import io.pulsefeed.emotibit.signal.MetricWindow;
import io.pulsefeed.emotibit.wire.Packet;
import io.pulsefeed.emotibit.wire.TypeTag;
import io.pulsefeed.emotibit.wire.TypeTag.Kind;
import io.pulsefeed.emotibit.wire.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A live session that a file completes: times, gaps and metric windows of the packets of the file. Not thread-safe. */
final class BackfillTarget {

    /** Samples that a window uses: the history of the skin conductance before its end, and the samples after it. */
    private static final long USED_BEFORE_US = 128_000_000;

    private static final long USED_AFTER_US = 800_000;

    private final LiveSession live;
    private final long numberOffset;
    private final long millisOffset;
    private final SampleChecks checks = new SampleChecks();
    private final Map<String, Long> previousMs = new HashMap<>();
    private final @Nullable BodySignals signals;
    private final TreeSet<Long> missingUs = new TreeSet<>();
    private final List<MetricWindow> windows = new ArrayList<>();
    private final List<DeviceEvent> closedGaps = new ArrayList<>();
    private long gapFirst;
    private long gapLast = Long.MIN_VALUE;
    private long gapFromUs;
    private long beforeGapUs;
    private long added;
    private long windowCount;
    private long gapCount;

    /**
     * @param numberOffset what to add to the packet numbers of the file
     * @param millisOffset what to add to the device times of the file
     */
    BackfillTarget(LiveSession live, long numberOffset, long millisOffset, MetricConfig metrics) {
        this.live = live;
        this.numberOffset = numberOffset;
        this.millisOffset = millisOffset;
        Long grid = live.anyWindowEndUs();
        this.signals = metrics.enabled() && grid != null ? new BodySignals(metrics, grid) : null;
    }

    LiveSession live() {
        return live;
    }

    long number(long fileNumber) {
        return fileNumber + numberOffset;
    }

    /** How many numbers a packet is outside the session; 0 if it is inside. */
    long distance(long fileNumber) {
        long number = number(fileNumber);
        return Math.max(0, Math.max(live.first() - number, number - live.last()));
    }

    /** Takes the next packet of the file; returns it with the number and the time of the session. */
    TimedPacket take(Packet packet, long fileNumber, long fileMs) {
        long number = number(fileNumber);
        long deviceMs = fileMs + millisOffset;
        Values values = checks.check(packet.tag(), Values.of(packet));
        long epochUs = Math.round(live.epochUs(deviceMs));
        boolean isSampled = TypeTag.kindOf(packet.tag()) == Kind.SENSOR && values.count() > 0;
        Long before = isSampled ? previousMs.put(packet.tag(), deviceMs) : null;
        double periodMs = before == null ? 0 : (epochUs - live.epochUs(before)) / 1000 / values.count();
        TimedPacket timed = new TimedPacket(
                live.deviceId(),
                live.sessionId(),
                packet.tag(),
                number,
                deviceMs,
                epochUs,
                Math.max(0, periodMs),
                LiveSessions.SOURCE_BACKFILL,
                Double.NaN,
                packet.reliability(),
                packet.payloadStart(),
                values,
                packet.text(),
                0);
        boolean isMissing = !live.isLive(number);
        trackGap(timed, isMissing);
        if (isMissing && isSampled) {
            missingUs.add(epochUs);
        }
        if (signals != null && !TypeTag.isBackDated(packet.tag())) {
            if (isSampled) {
                signals.onSamples(packet.tag(), values.samples(), values.count(), epochUs, timed.periodMs());
            } else {
                signals.onTime(epochUs);
            }
            collectWindows();
        }
        return timed;
    }

    private void trackGap(TimedPacket packet, boolean isMissing) {
        boolean isInside = packet.number() > live.first() && packet.number() < live.last();
        if (isMissing && isInside && packet.number() == gapLast + 1) {
            gapLast = packet.number();
        } else if (isMissing && isInside && !live.isLive(packet.number() - 1)) {
            // The file lacks the start of the gap, which therefore stays open.
            gapLast = Long.MIN_VALUE;
        } else if (isMissing && isInside) {
            gapFirst = packet.number();
            gapLast = packet.number();
            gapFromUs = beforeGapUs;
        } else if (!isMissing) {
            if (gapLast == packet.number() - 1) {
                closeGap(packet.epochUs());
            }
            gapLast = Long.MIN_VALUE;
            beforeGapUs = packet.epochUs();
        }
    }

    private void closeGap(long toUs) {
        gapCount++;
        closedGaps.add(new DeviceEvent(
                live.deviceId(),
                live.sessionId(),
                DeviceEvent.Type.GAP_CLOSED,
                toUs,
                Map.of(
                        "first_packet",
                        gapFirst,
                        "last_packet",
                        gapLast,
                        "packets",
                        gapLast - gapFirst + 1,
                        "from",
                        gapFromUs / 1e6,
                        "to",
                        toUs / 1e6)));
    }

    void onAdded() {
        added++;
    }

    /** Computes the last windows. */
    void finish() {
        if (signals != null) {
            signals.finish();
            collectWindows();
        }
    }

    private void collectWindows() {
        for (BodyOutput output : signals.drain()) {
            if (output instanceof MetricWindow window) {
                Long latest = missingUs.floor(window.endEpochUs() + USED_AFTER_US);
                if (latest != null && latest > window.endEpochUs() - USED_BEFORE_US) {
                    long endUs = live.publishedEndUs(window.endEpochUs());
                    windows.add(new MetricWindow(endUs, window.metrics(), window.quality(), window.reasons()));
                    windowCount++;
                }
                missingUs.headSet(window.endEpochUs() - USED_BEFORE_US).clear();
            }
        }
    }

    /** The recomputed windows since the last call. */
    List<MetricWindow> takeWindows() {
        List<MetricWindow> taken = List.copyOf(windows);
        windows.clear();
        return taken;
    }

    /** The gaps that were closed since the last call. */
    List<DeviceEvent> takeClosedGaps() {
        List<DeviceEvent> taken = List.copyOf(closedGaps);
        closedGaps.clear();
        return taken;
    }

    /** @param sessions number of sessions that the file completes, each of which has a summary */
    DeviceEvent summary(String file, int sessions, long epochUs, boolean dryRun) {
        return new DeviceEvent(
                live.deviceId(),
                live.sessionId(),
                DeviceEvent.Type.BACKFILLED,
                epochUs,
                Map.of(
                        "file",
                        file,
                        "sessions",
                        sessions,
                        "packets",
                        added,
                        "gaps_closed",
                        gapCount,
                        "windows",
                        windowCount,
                        "dry_run",
                        dryRun));
    }
}
