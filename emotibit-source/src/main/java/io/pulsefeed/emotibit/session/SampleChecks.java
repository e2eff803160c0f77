package io.pulsefeed.emotibit.session;

import io.pulsefeed.emotibit.wire.Flag;
import io.pulsefeed.emotibit.wire.Values;

/** Finds skin conductance values that say more about the circuit than about the skin. Not thread-safe; one per session. */
final class SampleChecks {

    /** The firmware clamps the conductance of a short circuit here. */
    private static final double SHORT_MICROSIEMENS = 10_000;

    private static final double OPEN_MICROSIEMENS = 0.031;
    private static final double OPEN_COUNTS = 26_400;
    private static final double RANGE_COUNTS = 26_500;

    private double lastCounts;

    /** The values with a flag added where one is at the end of its range. The values stay as they are. */
    Values check(String tag, Values values) {
        return switch (tag) {
            case "EL" -> level(values);
            case "EA" -> conductance(values);
            default -> values;
        };
    }

    private Values level(Values values) {
        boolean clipped = false;
        for (double sample : values.samples()) {
            if (!Double.isNaN(sample)) {
                lastCounts = sample;
                clipped |= Math.abs(sample) > RANGE_COUNTS;
            }
        }
        return clipped ? values.with(Flag.CLIPPED) : values;
    }

    private Values conductance(Values values) {
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
