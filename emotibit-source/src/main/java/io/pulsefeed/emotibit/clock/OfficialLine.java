package io.pulsefeed.emotibit.clock;

/**
 * The two-point line of the official DataParser.
 *
 * @param deviceMs0 device ms of the first anchor
 * @param epochSeconds0 wall time of the first anchor
 * @param slope wall seconds per device millisecond
 * @param exchanges sync exchanges found; with none the line starts at 1970 with the first packet
 */
public record OfficialLine(double deviceMs0, double epochSeconds0, double slope, int exchanges) {

    /** Wall time in seconds since 1970, extrapolated on both sides. */
    public double epochSeconds(double deviceMs) {
        return epochSeconds0 + (deviceMs - deviceMs0) * slope;
    }
}
