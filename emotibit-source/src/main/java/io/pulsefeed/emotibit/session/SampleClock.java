package io.pulsefeed.emotibit.session;

import io.pulsefeed.emotibit.clock.ClockReading;
import io.pulsefeed.emotibit.clock.DeviceClock;
import io.pulsefeed.emotibit.clock.SampleTimer;
import io.pulsefeed.emotibit.clock.SampleTimes;
import io.pulsefeed.emotibit.clock.TimeSource;
import io.pulsefeed.emotibit.wire.TypeTag;
import io.pulsefeed.emotibit.wire.TypeTag.Kind;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Wall-clock times of the samples of one session. Times of one tag never decrease. Not thread-safe. */
final class SampleClock {

    /** Forked firmware may define new tags; this limit bounds the memory if a sender invents thousands. */
    private static final int MAX_TAGS = 128;

    private final DeviceClock clock;
    private final SampleTimer timer;
    private final Map<String, TagState> tags = new HashMap<>();

    SampleClock(DeviceClock clock, boolean smoothing) {
        this.clock = clock;
        this.timer = new SampleTimer(smoothing);
    }

    /**
     * The time of a packet.
     *
     * @param epochUs wall-clock time of the last sample
     * @param periodMs wall-clock time between samples; 0 if there is none
     */
    record Reading(long epochUs, double periodMs, TimeSource source, double uncertaintyMs) {}

    private static final class TagState {
        private long lastNumber = Long.MIN_VALUE;
        private long lastEpochUs = Long.MIN_VALUE;
        private double periodMs;
    }

    /**
     * The time of the next packet in order.
     *
     * @param lastLost highest lost packet number; samples are not stretched over lost time
     */
    Reading inOrder(String tag, long number, long deviceMs, int count, long lastLost) {
        TagState state = TypeTag.kindOf(tag) == Kind.SENSOR ? stateOf(tag) : null;
        if (state == null) {
            return readWithoutPeriod(deviceMs);
        }
        SampleTimes times = timer.onPacket(tag, deviceMs, count, lastLost > state.lastNumber);
        ClockReading reading = clock.read(times.lastDeviceMs());
        long epochUs = reading.epochUs() + Math.round(times.correctionMs() * clock.rate() * 1000);
        double periodMs = times.periodMs() * clock.rate();
        if (state.lastEpochUs != Long.MIN_VALUE) {
            epochUs = Math.max(epochUs, state.lastEpochUs);
            periodMs = Math.min(periodMs, (epochUs - state.lastEpochUs) / (1000.0 * Math.max(1, count)));
        }
        state.lastNumber = number;
        state.lastEpochUs = epochUs;
        state.periodMs = periodMs;
        return new Reading(epochUs, periodMs, reading.source(), reading.uncertaintyMs());
    }

    /** After a reported step of the clock, times may be before those that were already published. */
    void onStep() {
        tags.values().forEach(state -> state.lastEpochUs = Long.MIN_VALUE);
    }

    /** The sample period of a tag, from packets that arrived together; used until the tag's packets determine it. */
    void expectPeriod(String tag, double periodMs) {
        timer.expectPeriod(tag, periodMs);
    }

    /** The time of a late packet: its own time, with the last period of its tag. */
    Reading late(String tag, long deviceMs) {
        Reading reading = readWithoutPeriod(deviceMs);
        TagState state = tags.get(tag);
        return state == null
                ? reading
                : new Reading(reading.epochUs, state.periodMs, reading.source, reading.uncertaintyMs);
    }

    private Reading readWithoutPeriod(long deviceMs) {
        ClockReading reading = clock.read(deviceMs);
        return new Reading(reading.epochUs(), 0, reading.source(), reading.uncertaintyMs());
    }

    private @Nullable TagState stateOf(String tag) {
        TagState state = tags.get(tag);
        if (state == null && tags.size() < MAX_TAGS) {
            state = new TagState();
            tags.put(tag, state);
        }
        return state;
    }
}
