package io.pulsefeed.emotibit.signal;

import java.util.Map;

/**
 * Something that happened at a moment rather than in a window.
 *
 * @param name {@code scr} (a skin conductance response) or {@code contact} (the device was put on or taken off)
 * @param epochMicros when: the peak of the response, the change of contact
 * @param values {@code scr}: amplitude_us, rise_time_s (onset to peak); {@code contact}: wearing 0 or 1
 */
public record BodyEvent(String name, long epochMicros, Map<String, Double> values) {}
