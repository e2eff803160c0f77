package io.pulsefeed.emotibit.signal;

import java.util.Map;

/**
 * An event in the signals, as opposed to a metric of a window.
 *
 * @param epochUs time of the response's peak, or of the change of contact; microseconds since 1970
 * @param values {@code SKIN_RESPONSE}: {@code amplitude_us} and {@code rise_time_s} (onset to peak); {@code CONTACT}:
 *     {@code wearing}, 0 or 1
 */
public record BodyEvent(Type type, long epochUs, Map<String, Double> values) implements BodyOutput {

    public static final String AMPLITUDE_MICROSIEMENS = "amplitude_us";
    public static final String RISE_TIME_SECONDS = "rise_time_s";
    public static final String WEARING = "wearing";

    public enum Type {
        /** A skin conductance response. */
        SKIN_RESPONSE,
        /** The device was put on or taken off. */
        CONTACT
    }
}
