package io.pulsefeed.emotibit.signal;

import java.util.Map;

/**
 * An event in the signals, as opposed to a metric of a window.
 *
 * @param epochUs time of the response's peak, of the change of contact, or of the beat; microseconds since 1970
 * @param values {@code SKIN_RESPONSE}: {@code amplitude_us} and {@code rise_time_s} (onset to peak); {@code CONTACT}:
 *     {@code wearing}, 0 or 1; {@code BEAT}: {@code interval_ms} since the previous beat, its {@code uncertainty_ms}, its
 *     {@code quality} from 0 to 1, and {@code normal}, 0 or 1
 */
public record BodyEvent(Type type, long epochUs, Map<String, Double> values) implements BodyOutput {

    public static final String AMPLITUDE_MICROSIEMENS = "amplitude_us";
    public static final String RISE_TIME_SECONDS = "rise_time_s";
    public static final String WEARING = "wearing";
    public static final String INTERVAL_MS = "interval_ms";
    public static final String UNCERTAINTY_MS = "uncertainty_ms";
    public static final String QUALITY = "quality";
    public static final String NORMAL = "normal";

    public enum Type {
        /** A skin conductance response. */
        SKIN_RESPONSE,
        /** The device was put on or taken off. */
        CONTACT,
        /** A pulse beat that follows another one. */
        BEAT
    }
}
