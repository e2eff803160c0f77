package io.pulsefeed.emotibit.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sample periods that the first packets of a session determine, so that the very first packet is not spread with another one. */
final class FirstPeriods {

    private FirstPeriods() {}

    /** The median spacing of the samples of each tag that has at least two packets, in ms. */
    static Map<String, Double> of(List<SequencedPacket> inOrder) {
        Map<String, Long> previousMs = new HashMap<>();
        Map<String, List<Double>> spacings = new HashMap<>();
        for (SequencedPacket next : inOrder) {
            String tag = next.packet().tag();
            Long previous = previousMs.put(tag, next.deviceMs());
            if (previous != null && next.packet().count() > 0) {
                spacings.computeIfAbsent(tag, key -> new ArrayList<>())
                        .add((double) (next.deviceMs() - previous)
                                / next.packet().count());
            }
        }
        Map<String, Double> medians = new HashMap<>();
        spacings.forEach((tag, values) -> {
            values.sort(null);
            // The lower median: a lost packet in between only makes a spacing too large.
            medians.put(tag, values.get((values.size() - 1) / 2));
        });
        return medians;
    }
}
