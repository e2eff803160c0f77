package io.pulsefeed.emotibit.session;

import io.pulsefeed.emotibit.wire.Flag;
import io.pulsefeed.emotibit.wire.Values;

/** Flags skin conductance values that are outside the measuring range. One instance per session; not thread-safe. */
public final class SampleChecks {

    /** The firmware clamps the conductance of a short circuit to this value. */
    private static final double SHORT_MICROSIEMENS = 10_000;

    private static final double OPEN_MICROSIEMENS = 0.031;
    private static final double OPEN_COUNTS = 26_400;
    private static final double RANGE_COUNTS = 26_500;

    private double lastCounts;

    /** The unchanged values, with a flag if one of them is at the end of its range. */
    public Values check(String tag, Values values) {
        return switch (tag) {
            case "EL" -> checkLevel(values);
            case "EA" -> checkConductance(values);
            default -> values;
        };
    }

    private Values checkLevel(Values values) {
        boolean clipped = false;
        for (double sample : values.samples()) {
            if (!Double.isNaN(sample)) {
                lastCounts = sample;
                clipped |= Math.abs(sample) > RANGE_COUNTS;
            }
        }
        return clipped ? values.with(Flag.CLIPPED) : values;
    }

    private Values checkConductance(Values values) {
        boolean clipped = false;
        boolean open = false;
        for (double sample : values.samples()) {
            clipped |= sample >= SHORT_MICROSIEMENS;
            open |= sample < OPEN_MICROSIEMENS && lastCounts > OPEN_COUNTS;
        }
        Values checked = clipped ? values.with(Flag.CLIPPED) : values;
        return open ? checked.with(Flag.OPEN) : checked;
    }
}
