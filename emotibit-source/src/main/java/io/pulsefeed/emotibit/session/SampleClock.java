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

/** Gives the samples of one session their wall time; within a tag it never goes back. Not thread-safe. */
final class SampleClock {

    /** A fork may invent tags; a broken sender may invent thousands. */
    private static final int MOST_TAGS = 128;

    private final DeviceClock clock;
    private final SampleTimer timer;
    private final Map<String, TagState> tags = new HashMap<>();

    SampleClock(DeviceClock clock, boolean smoothing) {
        this.clock = clock;
        this.timer = new SampleTimer(smoothing);
    }

    /**
     * @param epochMicros of the last sample
     * @param periodMs wall time between samples; 0 when there is none
     */
    record Reading(long epochMicros, double periodMs, TimeSource source, double uncertaintyMs) {}

    private static final class TagState {
        private long lastNumber = Long.MIN_VALUE;
        private long lastMicros = Long.MIN_VALUE;
        private double periodMs;
    }

    /**
     * @param lastLost highest packet number that was lost: samples are not stretched over lost time
     */
    Reading inOrder(String tag, long number, long deviceMs, int count, long lastLost) {
        TagState state = TypeTag.kindOf(tag) == Kind.SENSOR ? stateOf(tag) : null;
        if (state == null) {
            return plain(deviceMs);
        }
        SampleTimes times = timer.onPacket(tag, deviceMs, count, lastLost > state.lastNumber);
        ClockReading reading = clock.read(times.lastDeviceMs());
        long micros = reading.epochMicros() + Math.round(times.correctionMs() * clock.rate() * 1000);
        double period = times.periodMs() * clock.rate();
        if (state.lastMicros != Long.MIN_VALUE) {
            micros = Math.max(micros, state.lastMicros);
            period = Math.min(period, (micros - state.lastMicros) / (1000.0 * Math.max(1, count)));
        }
        state.lastNumber = number;
        state.lastMicros = micros;
        state.periodMs = period;
        return new Reading(micros, period, reading.source(), reading.uncertaintyMs());
    }

    /** A packet whose turn has passed gets its own time and its tag's last period. */
    Reading late(String tag, long deviceMs) {
        Reading plain = plain(deviceMs);
        TagState state = tags.get(tag);
        return state == null
                ? plain
                : new Reading(plain.epochMicros, state.periodMs, plain.source, plain.uncertaintyMs);
    }

    private Reading plain(long deviceMs) {
        ClockReading reading = clock.read(deviceMs);
        return new Reading(reading.epochMicros(), 0, reading.source(), reading.uncertaintyMs());
    }

    private TagState stateOf(String tag) {
        TagState state = tags.get(tag);
        if (state == null && tags.size() < MOST_TAGS) {
            state = new TagState();
            tags.put(tag, state);
        }
        return state;
    }
}
